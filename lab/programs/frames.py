"""Our own frames, left out of the stacks that a program asks for and that debug mode shows.

In debug mode asyncio and Python note where a handle, a task or a coroutine was made, and tell it
when one fails or is forgotten. In the lab, frames of ours lie in between: those that started the
program, and those of the loop. `traceback.print_stack()`, `inspect.stack()` and `Task.get_stack()`
would show them, too.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import inspect
import sys
import traceback
import warnings
from asyncio import constants, format_helpers
from collections.abc import Callable, Iterable, Iterator
from types import CoroutineType, FrameType
from typing import Any, TypeVar

from lab.loop.clock import replaced
from lab.loop.tasks import OrderedTask

_Frame = TypeVar("_Frame")


def without_ours(frames: Iterable[_Frame], file: Callable[[_Frame], str]) -> list[_Frame]:
    """Leave out our own frames, and what is before the program's.

    Args:
        frames: The outermost first.
        file: Tells which file one is in.
    """
    kept: list[_Frame] = []
    for frame in frames:
        name = file(frame)
        if name.startswith(_STARTERS):
            kept.clear()
        elif not name.startswith(_OURS):
            kept.append(frame)
    return kept


_HERE = without_ours.__code__.co_filename  # as frames have it
_STARTERS = _HERE.removesuffix("frames.py")
_OURS = _STARTERS[: -len("programs/")]


@contextlib.contextmanager
def left_out() -> Iterator[None]:
    """Leave our own frames out of stacks inside the block."""
    tell = asyncio.BaseEventLoop.call_exception_handler

    @functools.wraps(tell)
    def told(loop: asyncio.BaseEventLoop, context: dict[str, Any]) -> None:
        if stack := context.get("source_traceback"):
            kept = without_ours(stack, lambda line: line.filename)
            context = {**context, "source_traceback": traceback.StackSummary.from_list(kept)}
        tell(loop, context)

    with (
        replaced(asyncio.BaseEventLoop, call_exception_handler=told),
        replaced(format_helpers, extract_stack=_extract_stack),
        replaced(warnings, _warn_unawaited_coroutine=_warn_unawaited),
        replaced(
            traceback, extract_stack=_stack, format_stack=_format_stack, print_stack=_print_stack
        ),
        replaced(inspect, getouterframes=_outer_frames),
        replaced(OrderedTask, get_stack=_get_stack),
    ):
        yield


@functools.wraps(traceback.extract_stack)
def _stack(f: FrameType | None = None, limit: int | None = None) -> traceback.StackSummary:
    frames = [frame for frame, _ in traceback.walk_stack(f or sys._getframe(1))]
    kept = without_ours(reversed(frames), _file)
    stack = traceback.StackSummary.extract(
        ((frame, frame.f_lineno) for frame in reversed(kept)), limit=limit
    )
    stack.reverse()
    return stack


@functools.wraps(traceback.format_stack)
def _format_stack(f: FrameType | None = None, limit: int | None = None) -> list[str]:
    return traceback.format_list(_stack(f or sys._getframe(1), limit))


@functools.wraps(traceback.print_stack)
def _print_stack(
    f: FrameType | None = None,
    limit: int | None = None,
    file: Any = None,  # noqa: ANN401 - as published, what can be written to
) -> None:
    traceback.print_list(_stack(f or sys._getframe(1), limit), file)


_real_outer_frames = inspect.getouterframes


@functools.wraps(_real_outer_frames)
def _outer_frames(
    frame: Any,  # noqa: ANN401 - as published
    context: int = 1,
) -> list[inspect.FrameInfo]:
    found = _real_outer_frames(frame, context)
    kept = without_ours(reversed(found), lambda info: _file(info.frame))
    return kept[::-1]


_real_get_stack = asyncio.Task.get_stack


def _get_stack(task: asyncio.Task[Any], *, limit: int | None = None) -> list[FrameType]:
    """Return the stack of a task; that of the running one leads to who started the program."""
    if task.done():
        return _real_get_stack(task, limit=limit)
    kept = without_ours(_real_get_stack(task), _file)
    return kept if limit is None else kept[max(0, len(kept) - max(0, limit)) :]


def _extract_stack(f: FrameType | None = None, limit: int | None = None) -> traceback.StackSummary:
    """Note where a handle is made; asyncio and the loop take their innermost frames away."""
    frames = [frame for frame, _ in traceback.walk_stack(f or sys._getframe(1))]
    count = 0
    while count < len(frames) and _is_of_the_loop(frames[count]):
        count += 1
    kept = without_ours(reversed(frames[count:]), _file)
    frames[count:] = reversed(kept)
    stack = traceback.StackSummary.extract(
        ((frame, frame.f_lineno) for frame in frames),
        limit=constants.DEBUG_STACK_DEPTH if limit is None else limit,
        lookup_lines=False,
    )
    stack.reverse()
    return stack


def _is_of_the_loop(frame: FrameType) -> bool:
    file = _file(frame)
    return file.startswith(_OURS) or file == asyncio.TimerHandle.__init__.__code__.co_filename


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename


def _warn_unawaited(coroutine: CoroutineType[Any, Any, Any]) -> None:
    """Warn of a coroutine that was never awaited; Python calls this by its name in `warnings`."""
    message = f"coroutine '{coroutine.__qualname__}' was never awaited"
    if coroutine.cr_origin:
        lines = without_ours(reversed(coroutine.cr_origin), lambda line: line[0])
        stack = traceback.StackSummary.from_list([(*line, None) for line in lines])
        message += "\nCoroutine created at (most recent call last)\n" + "".join(stack.format())
    warnings.warn(message.rstrip("\n"), RuntimeWarning, stacklevel=2, source=coroutine)
