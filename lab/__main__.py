"""The lab on the command line: `python -m lab`."""

from __future__ import annotations

import argparse
import difflib
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeAlias

from lab.loop.clock import VirtualClock, WallClock
from lab.programs.execution import INTERRUPTED, execute
from lab.programs.recorded import Recorded, run_recorded
from lab.programs.transcript import Recorder, render, stream_text
from lab.pyodide.interpreter import PYODIDES, Interpreter
from lab.snippets.snippet import SnippetError
from lab.timeline.drawing import NARROW, WIDE, draw, figure
from lab.timeline.steps import MOST_STEPS, step_by_step
from lab.trace.data import Trace
from lab.trace.tracer import Tracer

# What only `check`, `update` or `new` needs is imported by it, so that `run` starts sooner.

SNIPPETS = Path("snippets")
EXERCISES = Path("exercises")
PAGES = Path("docs/learn")
NEWER = {f"3.{version[1]}": version for version in PYODIDES}
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks.

    Args:
        arguments: The words after `python -m lab`; those of this process if not given.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m lab", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_steps(commands)
    _add_draw(commands)
    _add_check(commands)
    _add_update(commands)
    _add_new(commands)
    options = parser.parse_args(arguments)
    status: int = options.do(options)
    return status


def _add_run(commands: Commands) -> None:
    run = commands.add_parser(
        "run",
        help="run a program and record what it does",
        description="Run a program and record what it does: its output and exit status stay.",
    )
    run.add_argument(
        "--clock",
        choices=["virtual", "wall"],
        help="run it on the lab's event loop, where TCP stays in memory: by a virtual clock, which"
        " jumps over all waiting, or by the one on the wall. If not given: on asyncio's own loop,"
        " or by the virtual clock if there is --trace or --timeline",
    )
    run.add_argument("--trace", type=Path, metavar="FILE.json", help="write what its tasks do")
    run.add_argument("--timeline", type=Path, metavar="FILE.svg", help="draw what its tasks do")
    run.add_argument("--transcript", type=Path, help="write what it prints, in order, to this file")
    run.add_argument("file", type=Path, help="the program")
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="its arguments")
    run.set_defaults(do=_run)


def _run(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        print(f"{options.file}: there is no such file", file=sys.stderr)
        return 2
    for path in (options.transcript, options.trace, options.timeline):
        if path and not path.parent.is_dir():
            print(f"{path}: there is no such folder to write to", file=sys.stderr)
            return 2
    here = Path.cwd()  # the program may go elsewhere
    if options.clock or options.trace or options.timeline:
        recorded, tracer = _run_on_lab(options)
    else:
        with Recorder(echo=True) as recorder:
            status = execute(options.file, options.arguments)
        recorded, tracer = Recorded(tuple(recorder.pieces), status), None
    files: list[tuple[Path | None, Callable[[], str]]] = [
        (options.transcript, lambda: render(recorded.pieces)),
    ]
    if tracer:
        files.append((options.trace, lambda: tracer.trace().to_json()))
        files.append((options.timeline, lambda: draw(tracer.trace())))
    written = [_write(here, path, text) for path, text in files if path]
    if not all(written):
        return 2
    if recorded.status == INTERRUPTED:
        _end_by_interrupt()
    return recorded.status


def _end_by_interrupt() -> None:
    """End this process as Python does after an uncaught Ctrl-C: a shell then says 130."""
    sys.stdout.flush()
    sys.stderr.flush()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)


def _write(here: Path, path: Path, text: Callable[[], str]) -> bool:
    """Write a file; if that fails, say why. The program's own output is there by now."""
    try:
        (here / path).write_text(text(), "utf-8", newline="")
    except Exception as error:  # a mistake in the drawing, say
        why = error.strerror if isinstance(error, OSError) else error
        name = "" if isinstance(error, OSError | ValueError) else f"{type(error).__name__}: "
        print(f"{path}: it could not be written: {name}{why}", file=sys.stderr)
        return False
    return True


def _run_on_lab(options: argparse.Namespace) -> tuple[Recorded, Tracer | None]:
    clock = WallClock() if options.clock == "wall" else VirtualClock()
    traced = options.trace or options.timeline
    tracer = Tracer(options.file.name, options.clock or "virtual") if traced else None
    recorder = Recorder(echo=True)
    recorded = run_recorded(
        options.file, options.arguments, clock=clock, tracer=tracer, recorder=recorder
    )
    return recorded, tracer


def _add_steps(commands: Commands) -> None:
    command = commands.add_parser(
        "steps",
        help="tell a run step by step",
        description="Run a program by the virtual clock, and tell its run step by step: what runs"
        " and why, what is ready next, which timers are set, what locks and queues hold.",
    )
    command.add_argument(
        "--most", type=int, default=MOST_STEPS, help=f"steps to tell; {MOST_STEPS} if not given"
    )
    command.add_argument(
        "file", type=Path, help="the program, or a trace that `run --trace` wrote (.json)"
    )
    command.add_argument("arguments", nargs=argparse.REMAINDER, help="the program's arguments")
    command.set_defaults(do=_steps)


def _steps(options: argparse.Namespace) -> int:
    if options.file.suffix == ".json":
        trace, status = _read_trace(options.file), 0
    elif options.file.is_file():
        tracer = Tracer(options.file.name)
        clock = VirtualClock()
        run = run_recorded(options.file, options.arguments, clock=clock, tracer=tracer)
        print(stream_text(run.pieces, "stderr"), end="", file=sys.stderr)
        trace, status = tracer.trace(), run.status
    else:
        print(f"{options.file}: there is no such file", file=sys.stderr)
        return 2
    if trace is None:
        return 2
    print(step_by_step(trace, options.most), end="")
    return status


def _add_draw(commands: Commands) -> None:
    command = commands.add_parser(
        "draw",
        help="draw a trace that `run --trace` wrote",
        description="Draw a trace that `run --trace` wrote: a lane for each task.",
    )
    command.add_argument("trace", type=Path, metavar="TRACE.json", help="the trace")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="where to: a drawing if its name ends in .svg; if in .html, a page that also has the"
        " steps as a table. If not given, the drawing goes to standard output",
    )
    command.add_argument(
        "--axis",
        choices=["auto", "time", "steps"],
        default="auto",
        help="auto: time, unless none passes or too much happens at one instant",
    )
    command.add_argument(
        "--width",
        type=int,
        default=WIDE,
        help=f"in pixels; {WIDE} if not given, {NARROW} for phones",
    )
    command.set_defaults(do=_draw)


def _draw(options: argparse.Namespace) -> int:
    trace = _read_trace(options.trace)
    if trace is None:
        return 2
    try:
        drawn = _drawn(trace, options)
    except Exception as error:  # its parts don't fit together
        why = f"{type(error).__name__}: {error}"
        print(f"{options.trace}: this trace can't be drawn ({why})", file=sys.stderr)
        return 2
    if not options.output:
        print(drawn, end="")
        return 0
    return 0 if _write(Path(), options.output, lambda: drawn) else 2


def _read_trace(path: Path) -> Trace | None:
    """Read a trace; if that fails, say why."""
    try:
        return Trace.from_json(path.read_text("utf-8"))
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
    except UnicodeDecodeError:
        print(f"{path}: not a trace: not text in UTF-8", file=sys.stderr)
    except ValueError as error:
        print(f"{path}: {error}", file=sys.stderr)
    return None


def _drawn(trace: Trace, options: argparse.Namespace) -> str:
    if options.output and options.output.suffix == ".html":
        return f"<!doctype html>\n<meta charset=utf-8>\n{figure(trace, options.axis)}\n"
    return draw(trace, max(NARROW, options.width), options.axis) + "\n"


def _add_check(commands: Commands) -> None:
    command = commands.add_parser(
        "check",
        help="check an answer to an exercise",
        description="Make the checks of an exercise on a program of yours, as the page does.",
    )
    command.add_argument("exercise", help="its topic and name, such as tasks/keep_the_results")
    command.add_argument("file", type=Path, help="your program")
    command.set_defaults(do=_check)


def _check(options: argparse.Namespace) -> int:
    from lab.exercises.checks import check
    from lab.exercises.folder import Exercise

    try:
        exercise = Exercise.read(EXERCISES / options.exercise)
        program = options.file.read_text("utf-8")
    except (SnippetError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        report = check(program, exercise.checks, Path(folder) / options.file.name)
    signs = {True: "yes", False: "NO ", None: " - "}
    for outcome in report.outcomes:
        why = f": {outcome.message}" if outcome.message else ""
        print(f"{signs[outcome.passed]} {outcome.name.removesuffix('.')}{why}")
    return 0 if report.passed else 1


def _add_update(commands: Commands) -> None:
    command = commands.add_parser("update", help="write down what snippets print now")
    command.add_argument(
        "names", nargs="*", help="snippets, such as topic/idea or a path; all if not given"
    )
    command.add_argument(
        "--python",
        choices=NEWER,
        help="write what this newer Python prints, where that differs: it is run by Node, and `make"
        " assets` gets it",
    )
    command.set_defaults(do=_update)


def _update(options: argparse.Namespace) -> int:
    from lab.snippets.snippet import programs
    from lab.update import update, update_on

    every = sorted([*programs(SNIPPETS), *SNIPPETS.rglob("*.pycon")])
    paths = [_find(name, every) for name in options.names] or every
    for path in paths:
        if not path.is_file():
            print(_unknown(path, every), file=sys.stderr)
            return 2
    if not options.python:
        # Each runs as a process of its own.
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return max(pool.map(partial(_update_one, how=update), paths), default=0)
    try:
        with Interpreter(NEWER[options.python]) as newer:
            on_newer = partial(update_on, newer=newer)
            return max([_update_one(path, on_newer) for path in paths], default=0)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1


def _find(name: str, snippets: list[Path]) -> Path:
    """The snippet or session with this topic and name, or this path."""
    bare = Path(name)
    bare = bare.with_suffix("") if bare.suffix in {".py", ".pycon", ".out"} else bare
    named = [path for path in snippets if path.relative_to(SNIPPETS).with_suffix("") == bare]
    return named[0] if named else Path(name)


def _unknown(path: Path, snippets: list[Path]) -> str:
    names = sorted({one.relative_to(SNIPPETS).with_suffix("").as_posix() for one in snippets})
    name = path.as_posix()
    if any(one.startswith(f"{name}/") for one in names):
        return f"{name} is a topic: name its snippets, such as {name}/idea"
    if (PAGES.parent / name).with_suffix(".md").is_file() or Path("exercises", name).is_dir():
        return f"{name} has no output to write down: only snippets do. `make test ONLY={name}`"
    close = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {close[0]}?" if close else ": write topic/idea"
    return f"no snippet is named {name}{hint}"


def _update_one(path: Path, how: Callable[[Path], bool]) -> int:
    from lab.update import update, why_left

    try:
        if how is update and (left := why_left(path)):
            print(left)
        elif how(path):
            print(f"updated {path}")
    except (SnippetError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _add_new(commands: Commands) -> None:
    command = commands.add_parser("new", help="start a snippet and its page")
    command.add_argument("name", help="topic/idea")
    command.set_defaults(do=_new)


def _new(options: argparse.Namespace) -> int:
    from lab.new import new

    try:
        todo = new(options.name, SNIPPETS, PAGES)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:  # the disk can only be read, say
        print(f"{error.filename} can't be written: {error.strerror}", file=sys.stderr)
        return 2
    print("\n".join(todo))
    return 0


if __name__ == "__main__":
    sys.exit(main())
