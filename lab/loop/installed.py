"""Put the lab's event loop in the place of asyncio's for a while."""

from __future__ import annotations

import asyncio
import contextlib
import selectors
import sys
import warnings
from asyncio import events
from collections.abc import Iterator
from typing import Any

from lab.loop import signals
from lab.loop.clock import Clock, VirtualClock, WallClock, replaced
from lab.loop.event_loop import EventLoop
from lab.loop.observer import Observer
from lab.loop.slow import SlowClock
from lab.loop.stand_in import StandIn
from lab.network.network import Network
from lab.network.real import replaced_functions

# What `asyncio` itself takes its loops and policies from.
_platform_events = sys.modules[asyncio.SelectorEventLoop.__module__]


@contextlib.contextmanager
def installed(
    clock: Clock | None = None,
    network: Network | None = None,
    observer: Observer | None = None,
    limit: float = 60.0,
) -> Iterator[Clock]:
    """Let all that makes an event loop of asyncio make the lab's inside the block.

    So do `asyncio.run`, `asyncio.new_event_loop`, `asyncio.SelectorEventLoop`, default policies.
    The functions of the module `time` follow the clock. All is put back at the end of the block.

    Args:
        clock: A new `VirtualClock` if not given.
        network: Shared by the loops of the block.
        observer: Is told what the loops do.
        limit: How long a callback may run, in real seconds.

    Yields:
        The clock.
    """
    given = the_clock = clock or VirtualClock()
    if sys.platform == "emscripten":
        the_clock = StandIn(given)
    the_network = network or Network()

    with contextlib.ExitStack() as stack:
        _settings.append((the_clock, the_network, observer, limit))
        stack.callback(_settings.pop)
        stack.enter_context(_in_place_of_asyncios(_Installed))
        stack.enter_context(_telling_of_other_loops())
        stack.enter_context(replaced_functions(the_network))
        stack.enter_context(the_clock.installed())
        if observer:
            stack.enter_context(observer.watching())
        stack.enter_context(signals.put_back())
        if not isinstance(given, WallClock) or isinstance(given, SlowClock):
            stack.enter_context(signals.no_alarms())
        yield the_clock


_settings: list[tuple[Clock, Network, Observer | None, float]] = []
"""What the loops get that are made now: the last one counts."""


class _Installed(EventLoop):
    """What `asyncio.SelectorEventLoop` is meanwhile: one class, since modules may keep it."""

    def __new__(cls, selector: selectors.BaseSelector | None = None) -> Any:  # noqa: ANN401 - below
        return super().__new__(cls) if _settings else _real_loop(selector)

    def __init__(self, selector: object = None) -> None:  # which would watch real sockets
        super().__init__(*_settings[-1])


_real_loop = asyncio.SelectorEventLoop
# Programs print the loop, and so does asyncio's log.
_Installed.__name__ = _real_loop.__name__


@contextlib.contextmanager
def _in_place_of_asyncios(loop_class: type[EventLoop]) -> Iterator[None]:
    """Let each way to make a loop make one of this class inside the block."""
    # Policies are deprecated since Python 3.14, and 3.16 has none any more.
    private = "" if sys.version_info < (3, 14) else "_"
    policy_class = getattr(_platform_events, f"{private}DefaultEventLoopPolicy", None)
    owners = [asyncio, _platform_events]
    with contextlib.ExitStack() as stack:
        for owner in owners:
            stack.enter_context(replaced(owner, SelectorEventLoop=loop_class))
            if sys.version_info >= (3, 13):
                stack.enter_context(replaced(owner, EventLoop=loop_class))
        if policy_class is not None:  # the program may set one of its own
            get_policy = getattr(events, f"{private}get_event_loop_policy")
            set_policy = getattr(events, f"{private}set_event_loop_policy")
            stack.enter_context(replaced(policy_class, _loop_factory=loop_class))
            stack.callback(set_policy, get_policy())
            set_policy(policy_class())
        else:  # `asyncio.Runner` asks `events`
            stack.enter_context(replaced(events, new_event_loop=loop_class))
            stack.enter_context(replaced(asyncio, new_event_loop=loop_class))
        yield


@contextlib.contextmanager
def _telling_of_other_loops() -> Iterator[None]:
    """Warn inside the block of each loop that is none of ours: nothing would show that."""
    make = asyncio.BaseEventLoop.__init__
    choose = asyncio.Runner._lazy_init  # type: ignore[attr-defined]  # not published

    def tell(loop: object) -> None:
        name = f"{type(loop).__module__}.{type(loop).__qualname__}"
        warnings.warn(
            f"the lab can't record {name}: that event loop waits in real time and uses real"
            " sockets. Make the loop with asyncio.new_event_loop()",
            RuntimeWarning,
            stacklevel=4,
        )

    def making(loop: asyncio.BaseEventLoop) -> None:
        make(loop)
        if not isinstance(loop, EventLoop):
            tell(loop)

    def choosing(runner: Any) -> None:  # noqa: ANN401 - its published type lacks the above
        made_before = runner._loop
        choose(runner)
        if runner._loop is not made_before and not isinstance(runner._loop, asyncio.BaseEventLoop):
            tell(runner._loop)  # made in another language, as uvloop's is

    with (
        replaced(asyncio.BaseEventLoop, __init__=making),
        replaced(asyncio.Runner, _lazy_init=choosing),
    ):
        yield
