"""Executing a program inside this process."""

from __future__ import annotations

import gc
import sys
import traceback
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def ignore(error: BaseException) -> None:
    """Do nothing about the exception that ended a program."""


def play(code: types.CodeType, module: types.ModuleType) -> None:
    """Run a program's code in its module."""
    exec(code, module.__dict__)  # noqa: S102 - it is what we do


def execute(
    path: Path,
    arguments: Sequence[str] = (),
    failed: Callable[[BaseException], None] = ignore,
    play: Callable[[types.CodeType, types.ModuleType], None] = play,
) -> int:
    """Execute a program inside this process, as `python FILE` would.

    Args:
        path: The file.
        arguments: What follows it on the command line.
        failed: Called with the exception that ended it, before that is printed.
        play: Called with the program's code and its module, to run the one in the other.

    Returns:
        The exit status. An exception is printed to `sys.stderr`, without our own frames.

    Raises:
        OSError: The file can't be read.
    """
    source = path.read_bytes()
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    before = sys.modules["__main__"], sys.argv, sys.path[0]
    sys.modules["__main__"], sys.argv, sys.path[0] = (
        module,
        [str(path), *arguments],
        str(path.parent),
    )
    gc.freeze()  # what is there already need not be looked through at the end
    try:
        code = compile(source, str(path), "exec", dont_inherit=True)
        play(code, module)
    except SystemExit as stop:
        return _exit_status(stop)
    except BaseException as error:  # the interpreter does so, too
        failed(error)
        _print_error(error)
        return 1
    finally:
        # At the end of a process its names go away, and what they held is finalised: that is
        # when Python says that a coroutine was never awaited.
        module.__dict__.clear()
        gc.collect()
        gc.unfreeze()
        sys.modules["__main__"], sys.argv, sys.path[0] = before
    return 0


def describe(error: BaseException, file: str) -> dict[str, Any]:
    """Say what ended a program: the exception's type, message, and the program's own line."""
    line = None
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno
    frames = error.__traceback__
    while frames:
        if frames.tb_frame.f_code.co_filename == file:
            line = frames.tb_lineno
        frames = frames.tb_next
    try:
        message = str(error)
    except Exception:  # a program's own exception may fail to describe itself
        message = ""
    return {"type": type(error).__name__, "message": message, "line": line}


def _exit_status(stop: SystemExit) -> int:
    if stop.code is None or isinstance(stop.code, int):
        return stop.code or 0
    print(stop.code, file=sys.stderr)
    return 1


def _print_error(error: BaseException) -> None:
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code in (execute.__code__, play.__code__):
        frames = frames.tb_next
    traceback.print_exception(error.with_traceback(frames))
