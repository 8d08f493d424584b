"""End a program inside this process that computes for ever."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from lab.snippets.snippet import SnippetError

_AGAIN = 1.0
"""After how many more seconds a program that caught the exception is ended again."""


class StillRunning(KeyboardInterrupt):
    """A program computed for too long: as after Ctrl-C, no loop keeps this to itself."""


@contextlib.contextmanager
def limited(path: Path, seconds: float) -> Iterator[None]:
    """End the program that runs inside the block when it has computed for too long.

    What counts is the processor's time, so that a busy machine makes no difference.

    Args:
        path: The program.
        seconds: For how long it may compute.

    Raises:
        SnippetError: It was ended; the line is where it was.
    """
    lines: list[int] = []

    def end(number: int, frame: FrameType | None) -> None:
        lines.append(_line(path, frame))
        raise StillRunning

    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield  # Windows
        return
    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        with contextlib.suppress(StillRunning):
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    if lines:
        message = f"still computing after {seconds:g} s: does it repeat something for ever?"
        raise SnippetError(path, next(filter(None, lines), 1), message)


def _line(path: Path, frame: FrameType | None) -> int:
    """The line at which a program is; 0 if that can't be told."""
    found = _frame_in(path, frame)
    if found and found.f_code.co_name != "<module>":
        return found.f_lineno
    # The loop itself is at work, again and again: which task makes it?
    with contextlib.suppress(RuntimeError):  # no loop
        for task in asyncio.all_tasks():
            for awaiting in task.get_stack():
                if awaiting.f_code.co_filename == str(path):
                    return awaiting.f_lineno
    return found.f_lineno if found else 0


def _frame_in(path: Path, frame: FrameType | None) -> FrameType | None:
    """The innermost frame that is in a program."""
    while frame and frame.f_code.co_filename != str(path):
        frame = frame.f_back
    return frame
