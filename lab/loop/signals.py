"""Signals within a program: handlers that the loop calls, and the end of what a program set."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # not among the published types
import asyncio
import contextlib
import errno
import inspect
import selectors
import signal
import threading
from asyncio.selector_events import BaseSelectorEventLoop
from collections import deque
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, TypeVarTuple

from lab.loop.clock import replaced

_Arguments = TypeVarTuple("_Arguments")

_handler: Callable[[int], Any] = _signal.getsignal  # sixty times as fast as `signal.getsignal`

can_come_from_outside = True
"""Whether anything but the program itself can send it a signal: the page sets this."""

_before: dict[int, Any] = {}  # the handlers from before the program, which are none of its own


class SignalLoop(BaseSelectorEventLoop):
    """The part of asyncio's loop for Unix that calls back when a signal comes.

    asyncio lets the operating system write a signal's number to a pipe that the selector watches.
    Here, the handler notes the number, and the selector finds it there. So the same callbacks run
    in the same turns of the loop.
    """

    # Inherited, but not in asyncio's published types.
    _check_closed: Callable[[], None]
    _add_callback_signalsafe: Callable[[asyncio.Handle], None]
    _write_to_self: Callable[[], None]

    def __init__(self, selector: selectors.BaseSelector) -> None:
        super().__init__(selector)
        self._signal_handlers: dict[int, Any] = {}
        self._signals: deque[int] = deque()  # those that came and were not read yet

    def add_signal_handler(
        self, sig: int, callback: Callable[[*_Arguments], object], *args: *_Arguments
    ) -> None:
        """Let the loop call `callback` when a signal comes.

        Raises:
            TypeError: If the callback is a coroutine, or the signal no number.
            ValueError: If there is no such signal.
            RuntimeError: If it can't be caught, or this is not the main thread.
        """
        if asyncio.iscoroutine(callback) or inspect.iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        _check_signal(sig)
        self._check_closed()
        try:
            _demand_main_thread()
        except ValueError as error:
            raise RuntimeError(str(error))  # noqa: B904 (asyncio shows both errors, too)
        handle = asyncio.Handle(callback, args, self, None)
        signal.set_wakeup_fd(-1)  # asyncio takes it from the program, too, for its own pipe
        _handle(sig, self._note_signal)
        self._signal_handlers[sig] = handle

    def remove_signal_handler(self, sig: int) -> bool:
        """Let a signal do again what it does by itself; return whether there was a handler."""
        _check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        _handle(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        if not self._signal_handlers:
            signal.set_wakeup_fd(-1)
        return True

    def close(self) -> None:
        """Close the loop, and remove its handlers."""
        super().close()
        for sig in list(self._signal_handlers):
            self.remove_signal_handler(sig)

    def waits_for_signals(self) -> list[str]:
        """Return the names of the signals that the program has a handler of its own for."""
        others = {sig for sig in _before if _is_of_the_program(sig)}
        return [_name(sig) for sig in sorted(others | self._signal_handlers.keys())]

    def _note_signal(self, number: int, frame: FrameType | None) -> None:
        self._signals.append(number)
        self._write_to_self()

    def _signals_ready(self) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what a selector would of a pipe with the numbers of signals in it."""
        if not self._signals:
            return []
        reader = asyncio.Handle(self._read_signals, (), self, None)
        key = selectors.SelectorKey(-1, -1, selectors.EVENT_READ, (reader, None))
        return [(key, selectors.EVENT_READ)]

    def _read_signals(self) -> None:
        while self._signals:
            sig = self._signals.popleft()
            handle = self._signal_handlers.get(sig)
            if handle is not None:
                self._add_callback_signalsafe(handle)


@contextlib.contextmanager
def put_back() -> Iterator[None]:
    """Let signals do after the block what they did before it."""
    if threading.current_thread() is not threading.main_thread():
        yield  # a program can't handle signals there
        return
    global _before
    outer, _before = _before, {sig: _handler(sig) for sig in _signal.valid_signals()}
    wakeup_fd = signal.set_wakeup_fd(-1)
    signal.set_wakeup_fd(wakeup_fd)  # there is no other way to ask for it
    try:
        yield
    finally:
        for sig, handler in _before.items():
            if handler is not None and _handler(sig) != handler:
                signal.signal(sig, handler)
        signal.set_wakeup_fd(wakeup_fd)
        _before = outer


@contextlib.contextmanager
def no_alarms() -> Iterator[None]:
    """Refuse `signal.alarm` and the like inside the block: they count real seconds."""
    _refusing.append(True)
    with replaced(signal, **_alarms):
        yield
    _refusing.pop()


_refusing: list[bool] = []


def _make_alarm(name: str) -> Callable[..., Any]:
    original = getattr(signal, name)

    def alarm(*arguments: Any) -> Any:  # noqa: ANN401 - as published
        seconds = arguments[-1] if name == "alarm" else arguments[1]
        if not seconds or not _refusing:  # none takes an alarm back
            return original(*arguments)
        raise NotImplementedError(
            f"signal.{name} counts real seconds, and this program's clock does not; use"
            " loop.call_later(seconds, signal.raise_signal, signal.SIGALRM)"
        )

    return alarm


# Made once, since a module that a program imports may keep them.
_alarms = {name: _make_alarm(name) for name in ("alarm", "setitimer") if hasattr(signal, name)}


def _is_of_the_program(sig: int) -> bool:
    """Tell whether the program set the handler of a signal, without the loop."""
    handler: Any = _handler(sig)
    if handler == _before[sig] or not callable(handler):
        return False
    function = getattr(handler, "func", handler)  # asyncio.Runner's is a `functools.partial`
    library = getattr(function, "__module__", None) or ""
    return not library.startswith(("asyncio.", "lab.", "_signal"))


def _demand_main_thread() -> None:
    """Fail as `signal.set_wakeup_fd` does: a thread of the page is none to that one."""
    if threading.current_thread() is not threading.main_thread():
        raise ValueError("set_wakeup_fd only works in main thread of the main interpreter")


def _check_signal(sig: object) -> None:
    if not isinstance(sig, int):
        raise TypeError(f"sig must be an int, not {sig!r}")
    if sig not in signal.valid_signals():
        raise ValueError(f"invalid signal number {sig}")


def _handle(sig: int, handler: Any) -> None:  # noqa: ANN401 - what `signal.signal` takes
    try:
        signal.signal(sig, handler)
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise RuntimeError(f"sig {sig} cannot be caught") from None
        raise


def _name(sig: int) -> str:
    try:
        return signal.Signals(sig).name
    except ValueError:
        return f"signal {sig}"
