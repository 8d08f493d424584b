"""Executing a program inside this process."""

from __future__ import annotations

import atexit
import builtins
import contextlib
import contextvars
import gc
import importlib.machinery
import signal
import sys
import threading
import types
import warnings
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from lab.loop import at_end
from lab.loop.clock import replaced
from lab.loop.refusals import is_refusal
from lab.programs.frames import left_out

INTERRUPTED = -signal.SIGINT
"""The exit status of a program that Ctrl-C ended, as `subprocess` has it: a signal's number."""


# Python gives this place to what it warns of when no line of the program runs any more.
_PLACE, _LINE = ("sys", 1) if sys.version_info < (3, 13) else ("<sys>", 0)
_CLEAR = compile("gc.collect(); module.__dict__.clear(); gc.collect()", _PLACE, "exec").replace(
    co_firstlineno=_LINE
)


def ignore(error: object) -> None:
    """Do nothing about an exception, such as the one that ended a program."""


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
        The exit status; of what an uncaught Ctrl-C ends, `INTERRUPTED`. An exception is printed to
        `sys.stderr`, without our own frames.

    Raises:
        OSError: The file can't be read.
    """
    source = path.read_bytes()
    module = _main_module(str(path.absolute()))
    before = sys.modules["__main__"], sys.argv
    sys.modules["__main__"], sys.argv = module, [str(path), *arguments]
    gc.freeze()  # what is there already need not be looked through at the end
    try:
        with (
            left_out(),
            _hooks_put_back(),
            _emptied(module),
            _its_own_path(str(path.resolve().parent)),
            _exit_functions(),
        ):
            status = _run(source, module, failed, play)
            return _finish(failed) or status
    finally:
        at_end.was_refused = False
        gc.unfreeze()
        sys.modules["__main__"], sys.argv = before


@contextlib.contextmanager
def _hooks_put_back() -> Iterator[None]:
    """Undo that the program decides what is done about exceptions that nobody catches."""
    before = sys.excepthook, sys.unraisablehook, threading.excepthook
    try:
        yield
    finally:
        sys.excepthook, sys.unraisablehook, threading.excepthook = before


@contextlib.contextmanager
def _emptied(module: types.ModuleType) -> Iterator[None]:
    """Let the names of a module go away, as at the end of a process.

    What they held is finalised: that is when Python says that a coroutine was never awaited.
    """
    usual = sys.unraisablehook
    try:
        yield
    finally:
        if sys.unraisablehook is not usual:
            sys.unraisablehook = ignore  # the interpreter calls the program's no more, nor its own
        with _warnings_as_at_the_end():
            exec(_CLEAR, {"__name__": "sys", "module": module, "gc": gc})  # noqa: S102 - our own


@contextlib.contextmanager
def _warnings_as_at_the_end() -> Iterator[None]:
    """Let no warning tell of `tracemalloc`: a process that ends has no Python code for that."""
    module: Any = warnings
    show = module._showwarnmsg

    def show_shorter(message: warnings.WarningMessage) -> None:
        message.source = None
        show(message)

    with replaced(warnings, _showwarnmsg=show_shorter):
        yield


def _main_module(file: str) -> types.ModuleType:
    """Make a `__main__` with the names that Python gives it for a file."""
    module: Any = types.ModuleType("__main__")
    module.__loader__ = importlib.machinery.SourceFileLoader("__main__", file)
    if sys.version_info < (3, 14):  # https://github.com/python/cpython/pull/124634
        module.__annotations__ = {}
    module.__builtins__ = builtins
    module.__file__ = file
    if sys.version_info < (3, 15):  # https://github.com/python/cpython/issues/65961
        module.__cached__ = None
    made: types.ModuleType = module
    return made


def _run(
    source: bytes,
    module: types.ModuleType,
    failed: Callable[[BaseException], None],
    play: Callable[[types.CodeType, types.ModuleType], None],
) -> int:
    hook = sys.excepthook
    try:
        code = compile(source, str(module.__file__), "exec", dont_inherit=True)
        # Context variables that it sets are its own.
        contextvars.Context().run(play, code, module)
    except SystemExit as stop:
        _leave_out_own_frames(stop)  # the program's tasks may hold it
        return _exit_status(stop)
    except BaseException as error:  # the interpreter does so, too
        failed(error)
        at_end.was_refused = is_refusal(error)
        status = _tell(error, hook)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else status
    return 0


def _tell(error: BaseException, usual: object) -> int:
    """Tell what ended the program, by `sys.excepthook` if it set one; return the exit status."""
    hook = getattr(sys, "excepthook", None)
    if hook is usual:
        _print_error(error)
    elif hook is None:
        print("sys.excepthook is missing", file=sys.stderr)
        _print_error(error)
    else:
        _leave_out_own_frames(error)
        try:
            hook(type(error), error, error.__traceback__)
        except SystemExit as stop:
            return _exit_status(stop)
        except BaseException as wrong:  # the interpreter does so, too
            wrong.__context__ = None
            print("Error in sys.excepthook:", file=sys.stderr)
            _print_error(wrong)
            print("\nOriginal exception was:", file=sys.stderr)
            _print_error(error)
    return 1


def _finish(failed: Callable[[BaseException], None]) -> int:
    """Do what is to be done at the end; return the exit status that this asks for."""
    status = 0
    for call in at_end.calls:
        try:
            call()
        except KeyboardInterrupt as error:  # the interpreter goes on, too
            print("Exception ignored while waiting for threads:", file=sys.stderr)
            _print_error(error)
        except BaseException as error:  # such as a deadlock of its threads
            failed(error)
            _print_error(error)
            status = 1
    return status


@contextlib.contextmanager
def _its_own_path(folder: str) -> Iterator[None]:
    """Let imports look in the program's folder first; undo what the program does to the path."""
    path, before = sys.path, [*sys.path]
    path[0] = folder
    try:
        yield
    finally:
        sys.path, path[:] = path, before


# The first `weakref.finalize` of a process registers this. It switches off all of them for good.
_end_of_finalizers: Any = weakref.finalize._exitfunc  # type: ignore[attr-defined]  # not published


@contextlib.contextmanager
def _exit_functions() -> Iterator[None]:
    """Call what the program registers with `atexit` when it ends, not when this process does."""
    calls: list[tuple[Callable[..., object], tuple[Any, ...], dict[str, Any]]] = []
    before, usual = atexit.register, sys.unraisablehook

    def register(
        function: Callable[..., object],
        /,
        *arguments: Any,  # noqa: ANN401 - passed on
        **options: Any,  # noqa: ANN401 - passed on
    ) -> Callable[..., object]:
        if not callable(function):
            raise TypeError("the first argument must be callable")
        if function == _end_of_finalizers:
            return before(function)
        calls.append((function, arguments, options))
        return function

    def unregister(function: Callable[..., object]) -> None:
        calls[:] = [call for call in calls if call[0] != function]

    def run_all() -> None:
        while calls:
            function, arguments, options = calls.pop()
            try:
                function(*arguments, **options)
            except SystemExit:
                pass
            except BaseException as error:
                _tell_ignored(error, function, usual)

    # A process that `multiprocessing` has forked calls what is private: since Python 3.13, it sends
    # what is left in queues then.
    with replaced(
        atexit,
        register=register,
        unregister=unregister,
        _run_exitfuncs=run_all,
        _clear=calls.clear,
        _ncallbacks=calls.__len__,
    ):
        yield
        run_all()


def _tell_ignored(error: BaseException, function: Callable[..., object], usual: object) -> None:
    """Tell that a function failed which was called at the end, as the interpreter does."""
    _leave_out_own_frames(error)
    text = "Exception ignored in atexit callback"
    trace = error.__traceback__
    if sys.version_info < (3, 13):
        told = SimpleNamespace(err_msg=text, object=function)
    else:
        told = SimpleNamespace(err_msg=f"{text} {function!r}", object=None)
    vars(told).update(exc_type=type(error), exc_value=error, exc_traceback=trace)
    if sys.unraisablehook is usual:  # which takes no class but its own
        print(f"{text} {function!r}:", file=sys.stderr)
        _print_error(error)
    else:
        sys.unraisablehook(told)


def describe(error: BaseException, file: str) -> dict[str, Any]:
    """Say what ended a program: the exception's type, its message, and the program's own lines.

    `line` is where it was raised, or None; `lines` has that of each member of a group, too.
    """
    try:
        message = str(error)
    except Exception:  # a program's own exception may fail to describe itself
        message = ""
    line = _own_line(error, file)
    lines = sorted({line for line in _own_lines(error, file) if line})
    return {"type": type(error).__name__, "message": message, "line": line, "lines": lines}


def _own_lines(error: BaseException, file: str) -> Iterator[int | None]:
    yield _own_line(error, file)
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield from _own_lines(member, file)


def _own_line(error: BaseException, file: str) -> int | None:
    line = None
    if isinstance(error, SyntaxError) and error.filename == file:
        line = error.lineno
    frames = error.__traceback__
    while frames:
        if frames.tb_frame.f_code.co_filename == file:
            line = frames.tb_lineno
        frames = frames.tb_next
    return line


def _exit_status(stop: SystemExit) -> int:
    if stop.code is None or isinstance(stop.code, int):
        return stop.code or 0
    print(stop.code, file=sys.stderr)
    return 1


def _print_error(error: BaseException) -> None:
    _leave_out_own_frames(error)
    # `traceback.print_exception` knows no "Did you mean" before Python 3.12.
    sys.__excepthook__(type(error), error, error.__traceback__)


def _leave_out_own_frames(error: BaseException) -> None:
    frames = error.__traceback__
    while frames and frames.tb_frame.f_code.co_filename == execute.__code__.co_filename:
        frames = frames.tb_next
    error.__traceback__ = frames
