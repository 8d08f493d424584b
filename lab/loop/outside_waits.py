"""Calls in which a thread waits for the operating system: others have the turn meanwhile.

`turns.py` finds out by itself that a thread waits for something outside, but only after a while.
"""

from __future__ import annotations

import contextlib
import functools
import select
import selectors
import socket
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lab.loop.turns import Turns

_READS = ("accept", "recv", "recv_into", "recvfrom", "recvfrom_into")
_WRITES = ("send", "sendall", "sendto")
_SELECTORS = (
    "SelectSelector",
    "PollSelector",
    "EpollSelector",
    "DevpollSelector",
    "KqueueSelector",
)

_real_select = select.select


@contextlib.contextmanager
def told_of(threads: Turns) -> Iterator[None]:
    """Let threads that wait for real sockets give their turn away inside the block."""
    with contextlib.ExitStack() as stack:
        if not threads.take_turns:
            yield
            return
        for name in _READS:
            stack.enter_context(_replaced(socket.socket, name, _when_ready(threads, reads=True)))
        for name in _WRITES:
            stack.enter_context(_replaced(socket.socket, name, _when_ready(threads, reads=False)))
        for name in _SELECTORS:
            selector = getattr(selectors, name, None)
            if selector:
                stack.enter_context(_replaced(selector, "select", _selecting(threads)))
        yield


def _when_ready(threads: Turns, *, reads: bool) -> Callable[..., Callable[..., Any]]:
    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def call(sock: socket.socket, /, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed on
            if sock.gettimeout() == 0 or not threads.are_there() or _is_ready(sock, reads):
                return original(sock, *args, **options)
            with threads.waiting_outside():
                return original(sock, *args, **options)

        return call

    return wrap


def _is_ready(sock: socket.socket, reads: bool) -> bool:
    try:
        found = _real_select([sock] * reads, [sock] * (not reads), [], 0)
    except (OSError, ValueError):  # it is closed, or its number is too high
        return True
    return bool(found[0] or found[1])


def _selecting(threads: Turns) -> Callable[..., Callable[..., Any]]:
    def wrap(original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def call(selector: selectors.BaseSelector, timeout: float | None = None) -> Any:  # noqa: ANN401 - passed on
            ready = original(selector, 0)
            if ready or (timeout is not None and timeout <= 0):
                return ready
            with threads.waiting_outside():
                return original(selector, timeout)

        return call

    return wrap


@contextlib.contextmanager
def _replaced(
    owner: type, name: str, wrap: Callable[[Callable[..., Any]], Callable[..., Any]]
) -> Iterator[None]:
    is_own = name in vars(owner)
    original = getattr(owner, name)
    setattr(owner, name, wrap(original))
    try:
        yield
    finally:
        if is_own:
            setattr(owner, name, original)
        else:
            delattr(owner, name)
