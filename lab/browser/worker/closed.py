"""Close the ways from Python to the page, and say so in words to a program that tries one.

This is for the words. What keeps a program in is that the worker itself has lost what it would
need outside: see `lockdown.ts`.
"""

from __future__ import annotations

import builtins
import sys
import threading
from typing import Any, NoReturn

_RESERVE = 4 * 2**20


def _no_threads(*args: object, **options: object) -> NoReturn:
    raise RuntimeError(
        "can't start new thread: there are no threads in the page; run this program with Python"
        " on your own machine"
    )


def _no_input(prompt: object = "", /) -> NoReturn:
    raise EOFError("input() has no keyboard to read from in the page")


_WATCHED_EVENTS = ("gc.get_objects", "gc.get_referrers", "ctypes.")


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(_WATCHED_EVENTS):
        raise RuntimeError(f"{event} is closed here: this program runs in a page, apart from it")


def close() -> None:
    """Refuse threads and `input`, each in words; watch the ways out that are no imports."""
    import _thread

    _thread.start_new_thread = _no_threads
    _thread.start_joinable_thread = _no_threads  # type: ignore[attr-defined]  # not published
    threading._start_new_thread = _no_threads  # type: ignore[attr-defined]  # not published
    threading._start_joinable_thread = _no_threads  # type: ignore[attr-defined]  # not published
    builtins.input = _no_input
    sys.addaudithook(_audit)


def hide_refusals(error: BaseException) -> None:
    """Let a traceback end in the program's own line, not in this file."""
    frames = error.__traceback__
    while frames and frames.tb_next:
        if frames.tb_next.tb_frame.f_code.co_filename == close.__code__.co_filename:
            frames.tb_next = None
        frames = frames.tb_next


class MemoryReserve:
    """Holds back some memory, for the words that are needed when there is no more."""

    def __init__(self) -> None:
        self._held: bytearray | None = bytearray(_RESERVE)

    def release(self) -> None:
        """Give it back."""
        self._held = None
