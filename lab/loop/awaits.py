"""Where a suspended task is: its chain of awaits, and what it waits for, in words."""

from __future__ import annotations

import asyncio
import functools
import gc
import os
import time
from collections.abc import Callable, Mapping
from contextvars import Context
from pathlib import Path
from types import (
    AsyncGeneratorType,
    BuiltinFunctionType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import Any, TypeAlias

Link: TypeAlias = tuple[object, CodeType, FrameType | None, object]
"""A link of the chain: the coroutine, its code and frame, and what it awaits. Made at each step
of each task, so a bare tuple."""

_LIBRARIES = (
    # With a separator at the end: a program may be in a folder `labs` beside `lab`.
    str(Path(asyncio.__file__).parent.parent) + os.sep,
    str(Path(__file__).parent.parent) + os.sep,
    "<frozen ",
)
_INSTALLED = f"{os.sep}site-packages{os.sep}"


def is_library(code: CodeType) -> bool:
    """Tell whether the code is not the program's own."""
    return is_library_file(code.co_filename)


@functools.cache  # not by the code: functions of two files are equal if they say the same
def is_library_file(file: str) -> bool:
    """Tell the same by the name of its file."""
    return file.startswith(_LIBRARIES) or _INSTALLED in file


def link(awaited: object) -> Link | None:
    """Look at one link of a chain of awaits; None at its end.

    Nothing of the program runs meanwhile. So it is the type that is asked for, and not
    `isinstance`, which asks the object.
    """
    if type(awaited) is CoroutineType:
        return awaited, awaited.cr_code, awaited.cr_frame, awaited.cr_await
    if type(awaited) is GeneratorType:
        return awaited, awaited.gi_code, awaited.gi_frame, awaited.gi_yieldfrom
    if type(awaited) is AsyncGeneratorType:
        return awaited, awaited.ag_code, awaited.ag_frame, awaited.ag_await
    # `async for` and a coroutine's `__await__` put an iterator in between that has no attributes.
    for held in gc.get_referents(awaited):
        if type(held) in (CoroutineType, GeneratorType, AsyncGeneratorType):
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


# What the arguments are we can't know: the function may be another library's of the same name.
def _seconds(values: Mapping[str, Any]) -> str:
    try:
        return f"sleep {float(values['delay']):g} s"
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return "sleep"


def _in_thread(values: Mapping[str, Any]) -> str:
    return f"to_thread {callable_name(values.get('func'))}".rstrip()


def callable_name(function: Any) -> str:  # noqa: ANN401 - anything
    """Name what is called, without asking it: it may be an object of the program's."""
    return _callable_name(function).replace("_PySimpleQueue", "SimpleQueue")


def _callable_name(function: Any) -> str:  # noqa: ANN401 - as above
    while type(function) is functools.partial:
        # `to_thread` lets `Context.run` call the function.
        in_context = _is_run(function.func)
        function = function.args[0] if in_context and function.args else function.func
    if type(function) in (FunctionType, MethodType):
        for name, of_clock in vars(time).items():  # a clock of ours stands in for some
            if function == of_clock:
                return f"time.{name}"
    if type(function) is MethodType:
        function = function.__func__
    if issubclass(type(function), type):
        return str(type.__dict__["__name__"].__get__(function))
    if type(function) not in _CALLABLES:
        return ""
    return str(function.__qualname__).rpartition("<locals>.")[2]


def _is_run(function: object) -> bool:
    return type(function) is BuiltinFunctionType and type(function.__self__) is Context


_CALLABLES = (
    FunctionType,
    BuiltinFunctionType,
    MethodDescriptorType,
    WrapperDescriptorType,
    MethodWrapperType,
)


def _request(values: Mapping[str, Any]) -> str:
    method = values.get("method")
    return f"ClientSession.{method.lower()}" if type(method) is str else "ClientSession.request"


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


@functools.lru_cache(1000)
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


def future_words(future: Any) -> str:  # noqa: ANN401 - anything
    """Say what an awaited future is, if it is no task."""
    count = len(gathered(future))
    return f"gather of {count}" if type(future) is _Gathering else "a future"


def gathered(future: Any) -> list[object]:  # noqa: ANN401 - anything
    """Return what a `gather` waits for; nothing if the future is not one."""
    return [*future._children] if type(future) is _Gathering else []


_Gathering: Any = asyncio.tasks._GatheringFuture  # type: ignore[attr-defined]  # not published
