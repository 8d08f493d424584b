"""Where a suspended task stands: its chain of awaits, and what it waits for, in words."""

from __future__ import annotations

import asyncio
import functools
import gc
from collections.abc import Callable, Mapping
from pathlib import Path
from types import AsyncGeneratorType, CodeType, CoroutineType, FrameType, GeneratorType
from typing import Any, TypeAlias

Link: TypeAlias = tuple[object, CodeType, FrameType | None, object]
"""A link of the chain: the coroutine, its code and frame, and what it awaits. Made at each step
of each task, so a bare tuple."""

_LIBRARIES = (
    str(Path(asyncio.__file__).parent.parent),
    str(Path(__file__).parent.parent),
    "<frozen ",
)


@functools.cache
def is_library(code: CodeType) -> bool:
    """Tell whether the code is not the program's own."""
    file = code.co_filename
    return file.startswith(_LIBRARIES) or "site-packages" in file


def link(awaited: object) -> Link | None:
    """Look at one link of a chain of awaits; None at its end."""
    if isinstance(awaited, CoroutineType):
        return awaited, awaited.cr_code, awaited.cr_frame, awaited.cr_await
    if isinstance(awaited, GeneratorType):
        return awaited, awaited.gi_code, awaited.gi_frame, awaited.gi_yieldfrom
    if isinstance(awaited, AsyncGeneratorType):
        return awaited, awaited.ag_code, awaited.ag_frame, awaited.ag_await
    # `async for` and a coroutine's `__await__` put an iterator in between that has no attributes.
    for held in gc.get_referents(awaited):
        if isinstance(held, CoroutineType | GeneratorType | AsyncGeneratorType):
            return link(held)
    return None


def frame_of(awaited: object) -> FrameType | None:
    """Return the frame of a link of the chain."""
    _, _, frame, _ = link(awaited) or (None, None, None, None)
    return frame


# Waits that read better in other words than the name of the function.
_WORDS = {
    "Lock.acquire": "Lock",
    "Event.wait": "Event",
    "Condition.wait": "Condition",
    "Condition.wait_for": "Condition",
    "Semaphore.acquire": "Semaphore",
    "Barrier.wait": "Barrier",
    "_AsCompletedIterator._wait_for_one": "as_completed",
    "as_completed.<locals>._wait_for_one": "as_completed",
    "ClientSession._ws_connect": "ClientSession.ws_connect",
}

_METHODS = {".__aenter__": " enter", ".__aexit__": " exit", ".__anext__": " next"}

# Library functions that only wait for what is inside of them.
_WRAPPERS = {"wait_for", "Timeout.__aexit__"}


def _seconds(values: Mapping[str, Any]) -> str:
    return f"sleep {values['delay']:g} s"


def _in_thread(values: Mapping[str, Any]) -> str:
    function = values["func"]
    name = getattr(function, "__qualname__", "").rpartition("<locals>.")[2]
    if getattr(function, "__module__", "").startswith("lab."):
        name = f"time.{function.__name__}"  # a clock of ours stands in for it
    return f"to_thread {name}".rstrip()


def _request(values: Mapping[str, Any]) -> str:
    return f"ClientSession.{values['method'].lower()}"


WORDS_FROM_LOCALS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "sleep": _seconds,
    "to_thread": _in_thread,
    "ClientSession._request": _request,
}
"""Library functions whose wait is told better with the value of an argument."""


def is_public(name: str) -> bool:
    """Tell whether each part of a qualified name is public; `__aexit__` is."""
    return all(
        not part.startswith("_") or part.endswith("__") or part == "<locals>"
        for part in name.split(".")
    )


def says_enough(name: str) -> bool:
    """Tell whether a library function's name says what is waited for."""
    return name in _WORDS or (is_public(name) and name not in _WRAPPERS)


def library_name(codes: list[CodeType]) -> str:
    """Name the library's part of a chain by its outermost public function."""
    names = [code.co_qualname for code in codes]
    for name in names:
        if says_enough(name):
            return name
    return names[0].lstrip("_")


def library_words(name: str) -> str:
    """Say what is waited for in a library's function."""
    for method, words in _METHODS.items():
        if name.endswith(method):
            return name.removesuffix(method) + words
    return _WORDS.get(name, name)


def future_words(future: object) -> str:
    """Say what an awaited future is, if it is no task."""
    children = getattr(future, "_children", None)  # what `asyncio.gather` returns has them
    return "a future" if children is None else f"gather of {len(children)}"
