"""How a thread that runs ahead reaches an event loop: at the thread's own time.

It calls the loop's `call_soon_threadsafe` before the loop's clock is there; so the call waits in an
agenda until it is.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from lab.loop.clock import replaced
from lab.loop.event_loop import EventLoop

if TYPE_CHECKING:
    from lab.loop.stand_in import StandIn


def installed(clock: StandIn) -> AbstractContextManager[None]:
    """Let threads wake loops at their own time inside the block."""
    call_soon = _at_own_time(clock, EventLoop.call_soon_threadsafe, _may_wake)
    return replaced(EventLoop, call_soon_threadsafe=call_soon)


def for_a_thread(clock: StandIn) -> Callable[[], AbstractContextManager[None]]:
    """Return what lets `call_soon`, too, keep to the time of a thread that runs ahead."""
    call_soon = _at_own_time(clock, EventLoop.call_soon, _is_of_another_thread)
    return partial(replaced, EventLoop, call_soon=call_soon)


def _at_own_time(
    clock: StandIn,
    original: Callable[..., asyncio.Handle],
    concerns: Callable[[asyncio.AbstractEventLoop], bool],
) -> Callable[..., asyncio.Handle]:
    """Make a `call_soon` with which a thread reaches a loop at the thread's time.

    Args:
        clock: The stand-in.
        original: The loop's `call_soon_threadsafe`, or its `call_soon`, which doesn't wake it.
        concerns: Tells whether the call is for a loop that may run in another thread.
    """

    def call_soon(
        loop: Any,  # noqa: ANN401 - published types lack `_check_closed`
        callback: Callable[..., object],
        *args: object,
        context: contextvars.Context | None = None,
    ) -> asyncio.Handle:
        if not clock.runs_ahead or not concerns(loop):
            return original(loop, callback, *args, context=context)
        loop._check_closed()
        handle = asyncio.Handle(callback, args, loop, context)

        def call() -> None:
            if not handle.cancelled() and not loop.is_closed():
                original(loop, callback, *args, context=handle._context)  # type: ignore[attr-defined]

        flow = clock.flow
        while flow.before is not None and flow.loop is not loop:
            flow = flow.before
        clock.at(clock.time(), call, flow=flow)
        return handle

    return call_soon


def _may_wake(loop: asyncio.AbstractEventLoop) -> bool:
    return asyncio._get_running_loop() is not loop


def _is_of_another_thread(loop: asyncio.AbstractEventLoop) -> bool:
    """Tell whether a loop runs elsewhere; one in debug mode refuses the call itself."""
    return asyncio._get_running_loop() is not loop and loop.is_running() and not loop.get_debug()
