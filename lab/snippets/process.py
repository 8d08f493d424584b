"""Running a program: as a process of its own, or inside this one, recorded."""

from __future__ import annotations

import ast
import contextlib
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.programs.lines import read_output
from lab.programs.recorded import Recorded, run_recorded
from lab.programs.transcript import Piece, parse
from lab.snippets import command
from lab.snippets.limit import limited
from lab.snippets.masks import LONG_TURN
from lab.snippets.snippet import Snippet, SnippetError
from lab.trace.tracer import Tracer

TIME_LIMIT = float(os.environ.get("LAB_TIME_LIMIT", "30"))
"""How long a snippet may run as a process, in seconds."""


COMPUTE_LIMIT = float(os.environ.get("LAB_COMPUTE_LIMIT", "10"))
"""How long a snippet may compute inside this process, in seconds of the processor."""

_LAST_WORDS = 5.0
"""How long a process that is aborted may take to say where it was, in seconds."""


def still_running() -> str:
    """What to say of a program that was ended after `TIME_LIMIT`."""
    return f"still running after {TIME_LIMIT:g} s: does it wait for something that never comes?"


def run_process(snippet: Snippet) -> Recorded:
    """Run a snippet as a reader does who copied it: a process of its own, on the standard loop.

    Args:
        snippet: The program. It runs in its own folder, under `-X dev -W error` unless its
            metadata says otherwise. If that names a command, it is run with it.

    Raises:
        SnippetError: It ran for longer than `TIME_LIMIT`.
    """
    if snippet.metadata.command:
        return _run_with_command(snippet)
    strict = ["-X", "dev", "-W", "error"] if snippet.metadata.dev_mode else []
    result = python([*strict, snippet.path.name], snippet.path, cwd=snippet.path.parent)
    errors = LONG_TURN.sub("", result.stderr)  # development mode is asyncio's debug mode, too
    streams = Piece("stdout", result.stdout), Piece("stderr", errors)
    return Recorded(streams, result.returncode, in_order=False)


def _run_with_command(snippet: Snippet) -> Recorded:
    pieces = []
    status = 0
    for typed in command.typed(snippet):
        result = python(
            command.arguments(typed),
            snippet.path,
            cwd=snippet.path.parent,
            environment=command.environment(snippet),
        )
        pieces += [Piece("stdout", f"$ {typed}\n{result.stdout}"), Piece("stderr", result.stderr)]
        status = result.returncode
    return Recorded(tuple(pieces), status, in_order=False)


def run_on_lab_in_process(snippet: Snippet, hash_seed: str = "random") -> Recorded:
    """Run a snippet on the lab's loop, in a process of its own.

    Args:
        snippet: The program.
        hash_seed: The order of sets hangs on it.

    Raises:
        SnippetError: It ran for longer than `TIME_LIMIT`, or ended its process.
    """
    path, clock = snippet.path, snippet.metadata.clock
    with tempfile.TemporaryDirectory() as folder:
        transcript = Path(folder).resolve() / "transcript.out"
        command = ["-m", "lab", "run", "--clock", clock, "--transcript", str(transcript), path.name]
        result = python(command, path, cwd=path.parent, hash_seed=hash_seed)
        if not transcript.exists():
            _, _, why = result.stderr.rpartition("it could not be written: ")
            last = why.strip().rpartition("\n")[2] or f"exit status {result.returncode}"
            raise SnippetError(path, 1, f"it can't be recorded: {last}")
        pieces = parse(read_output(transcript))
    return Recorded(tuple(pieces), result.returncode)


def other_runs(snippet: Snippet) -> Iterator[Recorded]:
    """Run a snippet again, to see whether it prints something else each time.

    Args:
        snippet: The program.
    """
    # Two orders of a small set may be the same by chance.
    has_set = any(
        isinstance(node, ast.Set | ast.SetComp)
        or (isinstance(node, ast.Name) and node.id in {"set", "frozenset"})
        for node in ast.walk(snippet.tree)
    )
    for seed in ["1", "2", "3"] if has_set else ["1"]:
        yield run_on_lab_in_process(snippet, seed)


def run_on_lab(
    snippet: Snippet, tracer: Tracer | None = None, *, epoch: float | None = None
) -> Recorded:
    """Run a snippet inside this process, on the lab's loop.

    Args:
        snippet: The program. Its metadata says by which clock it runs; what is to be traced runs
            by the virtual one, so that the trace is the same each time.
        tracer: Records what its tasks do.
        epoch: When a virtual clock begins, in seconds since 1970; the start of 2026 if not given.

    Raises:
        SnippetError: It computed for longer than `COMPUTE_LIMIT`.
    """
    clock = _clock(snippet, traced=tracer is not None)
    if epoch is not None and snippet.metadata.clock == "virtual":
        clock = VirtualClock(epoch=epoch)
    with limited(snippet.path, COMPUTE_LIMIT, TIME_LIMIT):
        run = run_recorded(snippet.path, clock=clock, tracer=tracer)
    return run  # noqa: RET504 - mypy would miss a return: it takes `limited` for one that suppresses


def _clock(snippet: Snippet, *, traced: bool) -> Clock:
    if snippet.metadata.clock == "virtual":
        return VirtualClock()
    # To a virtual clock, a thread that waits on a real socket seems to be at work: don't let it
    # wait for long.
    return VirtualClock(patience=0.2) if traced else WallClock()


def python(
    command: Sequence[str],
    path: Path,
    *,
    cwd: Path | None = None,
    typed: str = "",
    hash_seed: str = "random",
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run the Python that runs us in a process of its own.

    Args:
        command: What follows `python` on the command line.
        path: The file that it is run for, for messages.
        cwd: The folder to run it in.
        typed: What it reads from standard input.
        hash_seed: The order of sets hangs on it.
        environment: More variables of its environment.

    Raises:
        SnippetError: It ran for longer than `TIME_LIMIT`.
    """
    here = Path(__file__).resolve().parents[2]
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=cwd,
        env={
            **os.environ,
            "PYTHONPATH": str(here),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONHASHSEED": hash_seed,
            "PYTHONFAULTHANDLER": "1",  # says at which line it was aborted
            "PYTHON_COLORS": "0",  # Python 3.13 colours its tracebacks where it can
            **(environment or {}),
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,  # so that what it starts can be ended with it
    )
    try:
        out, errors = process.communicate(typed.encode(), timeout=TIME_LIMIT)
    except subprocess.TimeoutExpired as error:
        frame = re.search(rf'{re.escape(path.name)}", line (\d+)', _abort(process))
        raise SnippetError(path, int(frame[1]) if frame else 1, still_running()) from error
    except BaseException:  # Ctrl-C
        _abort(process)
        raise
    return subprocess.CompletedProcess(
        process.args, process.returncode, out.decode("utf-8"), errors.decode("utf-8")
    )


def _abort(process: subprocess.Popen[bytes]) -> str:
    """End a process and what it started; return what it said of where it was."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGABRT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_LAST_WORDS)
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    return process.communicate()[1].decode("utf-8", "replace")
