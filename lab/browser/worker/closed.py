"""Close the ways from Python to the page, and say so in words to a program that tries one.

This is for the words. What keeps a program in is that the worker itself has lost what it would
need outside: see `lockdown.ts`.
"""

from __future__ import annotations

import builtins
import sys
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

CLOSED = {
    **dict.fromkeys(
        ("js", "pyodide_js", "pyodide", "_pyodide", "_pyodide_core", "ctypes", "_ctypes"),
        "this program runs in a page, apart from it",
    ),
    "multiprocessing": "there are no other processes in the page",
    "tkinter": "there are no windows in the page",
    "webbrowser": "this program runs in a page, apart from it",
}
"""Modules that are not there, each with all that is inside of it; and why not."""

_RESERVE = 4 * 2**20


class _Closed:
    """Finds the closed modules first, and refuses them."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        reason = CLOSED.get(name.partition(".")[0])
        if reason:
            raise ModuleNotFoundError(f"the module {name!r} is closed here: {reason}", name=name)
        return None


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
    """Close the modules that lead out; refuse threads and `input`, each in words."""
    import _thread

    for name in list(sys.modules):
        if name.partition(".")[0] in CLOSED:
            del sys.modules[name]
    sys.meta_path[:] = [
        finder
        for finder in sys.meta_path
        if not type(finder).__module__.startswith("_pyodide")
        and not getattr(finder, "__module__", "").startswith("_pyodide")
    ]
    sys.meta_path.insert(0, _Closed())
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
