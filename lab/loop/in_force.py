"""Which clock is in force, and the functions of the module `time` that ask it.

A module that a program imports stays loaded when the program has ended, and may keep such a
function: with `from time import monotonic`, as `sched` does. So each is made once. It asks the
clock that is in force when it is called, and the real one where there is none.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lab.loop.clock import Clock

_CLOCKS = ("monotonic", "perf_counter", "time")
_real = {name: getattr(time, name) for name in (*_CLOCKS, *(f"{name}_ns" for name in _CLOCKS))}
_real_sleep = time.sleep

_in_force: list[Clock] = []
"""The clocks that are installed; the last one is in force."""


@contextlib.contextmanager
def in_force(clock: Clock) -> Iterator[None]:
    """Let a clock be in force inside the block."""
    _in_force.append(clock)
    try:
        yield
    finally:
        _in_force.remove(clock)


def clock_in_force() -> Clock | None:
    """Return the clock in force."""
    return _in_force[-1] if _in_force else None


def real_time(name: str) -> float:
    """Return what a function of the module `time` says by itself."""
    return _real[name]()  # type: ignore[no-any-return]  # seconds


def real_nanoseconds(name: str) -> int:
    """Return what `time.monotonic_ns`, say, says by itself, given the other's name."""
    return _real[f"{name}_ns"]()  # type: ignore[no-any-return]  # a whole number


def since_1970() -> float:
    """Return the time by which dates are told."""
    return _in_force[-1].since_1970() if _in_force else real_time("time")


def sleep(seconds: float, /) -> None:
    """Block the calling thread, as `time.sleep` does."""
    if _in_force:
        _in_force[-1].sleep(seconds)
    else:
        _real_sleep(seconds)


def _seconds(name: str) -> Callable[[], float]:
    def now() -> float:
        if _in_force:
            return _in_force[-1].look(name, sys._getframe(1))
        return real_time(name)

    return now


def _nanoseconds(name: str) -> Callable[[], int]:
    def now() -> int:
        if _in_force:
            return _in_force[-1].look_ns(name, sys._getframe(1))
        return real_nanoseconds(name)

    return now


def named_as_in_time(**functions: Callable[..., Any]) -> dict[str, Callable[..., Any]]:
    """Give functions the names of those in `time`: other processes find them by these."""
    for name, function in functions.items():
        function.__module__, function.__name__, function.__qualname__ = "time", name, name
    return functions


TIME = named_as_in_time(
    sleep=sleep,
    **{name: _seconds(name) for name in _CLOCKS},
    **{f"{name}_ns": _nanoseconds(name) for name in _CLOCKS},
)
"""What a clock of its own puts into the module `time`, by name."""
