"""End a program inside this process that computes, or waits for real, forever."""

from __future__ import annotations

import _thread
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any
from unittest import mock

from lab.snippets.snippet import SnippetError

_HARDLY = 0.02
"""What part of the time a program computes that waits."""

_AGAIN = 1.0
"""After how many more seconds a program that caught the exception is ended again."""


class StillRunning(KeyboardInterrupt):
    """A program computed for too long: as after Ctrl-C, no loop keeps this to itself."""


@contextlib.contextmanager
def limited(path: Path, seconds: float, waiting: float) -> Iterator[None]:
    """End the program that runs inside the block when it computes or waits for too long.

    What counts as computing is the processor's time, so that a busy machine makes no difference.

    Args:
        path: The program.
        seconds: For how long it may compute.
        waiting: For how long it may wait for real, for a process that it started, say. What such
            processes are left is ended.

    Raises:
        SnippetError: It was ended, and the line is where it was; or it has left a process running,
            and the line is where that began.
    """
    lines: list[int] = []
    started: list[tuple[subprocess.Popen[Any], int]] = []
    waited = threading.Event()

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
    left: list[tuple[str, int]] = []
    try:
        with _watched(waiting, waited), _listed(path, started), contextlib.suppress(StillRunning):
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        left = [(_ended(process), line) for process, line in started if process.poll() is None]
    if lines and waited.is_set():
        names = [name for name, _ in left]
        names = names or [_name(process) for process, _ in started if process.returncode != 0]
        what = f"the process that it started ({names[0]})" if names else "something"
        message = f"still waiting for {what} after {waiting:g} s: let it end sooner"
        raise SnippetError(path, next(filter(None, lines), 1), message)
    if lines:
        message = f"still computing after {seconds:g} s: does it repeat something forever?"
        raise SnippetError(path, next(filter(None, lines), 1), message)
    for name, line in left:
        message = f"the process that this starts ({name}) is still running at the end: wait for it"
        raise SnippetError(path, line or 1, message)


@contextlib.contextmanager
def _watched(waiting: float, waited: threading.Event) -> Iterator[None]:
    """Interrupt the main thread once it has waited for real, instead of computing, for too long."""
    over = _thread.allocate_lock()
    over.acquire()

    def watch() -> None:
        computed = time.process_time()
        while not over.acquire(timeout=waiting):
            # A busy machine lets a program compute less, but not nothing.
            if time.process_time() - computed < _HARDLY * waiting:
                waited.set()
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGPROF)
            computed = time.process_time()

    # Not a `threading.Thread`: the virtual clock would wait for what that might do.
    _thread.start_new_thread(watch, ())
    try:
        yield
    finally:
        over.release()


@contextlib.contextmanager
def _listed(path: Path, started: list[tuple[subprocess.Popen[Any], int]]) -> Iterator[None]:
    """Note the processes that are started inside the block, and at which line of the program."""
    start = subprocess.Popen.__init__

    def note(process: subprocess.Popen[Any], *args: Any, **options: Any) -> None:  # noqa: ANN401 - passes all on
        start(process, *args, **options)
        found = _frame_in(path, sys._getframe())
        started.append((process, found.f_lineno if found else 0))

    with mock.patch.object(subprocess.Popen, "__init__", note):
        yield


def _ended(process: subprocess.Popen[Any]) -> str:
    process.kill()
    process.wait()
    return _name(process)


def _name(process: subprocess.Popen[Any]) -> str:
    words = process.args if isinstance(process.args, list | tuple) else [process.args]
    first, *others = (os.fsdecode(word) if isinstance(word, bytes) else str(word) for word in words)
    return " ".join([Path(first).name, *others])


def _line(path: Path, frame: FrameType | None) -> int:
    """The line at which a program is; 0 if that can't be told."""
    found = _frame_in(path, frame)
    if found and found.f_code.co_name != "<module>":
        return found.f_lineno
    # The loop itself is at work, again and again: which task makes it?
    with contextlib.suppress(RuntimeError):  # no loop
        for task in asyncio.all_tasks():
            for awaiting in task.get_stack():
                if _is_of(path, awaiting):
                    return awaiting.f_lineno
    return found.f_lineno if found else 0


def _frame_in(path: Path, frame: FrameType | None) -> FrameType | None:
    """The innermost frame that is in a program."""
    while frame and not _is_of(path, frame):
        frame = frame.f_back
    return frame


def _is_of(path: Path, frame: FrameType) -> bool:
    """Whether a frame is in a program, which runs under its absolute path."""
    return frame.f_code.co_filename in {str(path), str(path.absolute())}
