"""Running many snippets for a page's build, each in a process of its own.

One helper process imports what they import once, and then forks, so that a snippet costs its own
run and little more. What was found is kept in files, by content.
"""

from __future__ import annotations

import ast
import contextlib
import faulthandler
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from lab.snippets import process
from lab.snippets.snippet import Snippet

Reason = tuple[int, str]
"""Why a snippet failed: the line of the program to look at, and a sentence."""

Keep = Callable[[Snippet, Path], Reason | None]
"""Runs a snippet in this process, and keeps what it found in a file."""


def run(module: str, jobs: Mapping[Path, Snippet]) -> dict[Path, Reason]:
    """Run snippets in the helper.

    Args:
        module: The module that is run as the helper; it calls `main`.
        jobs: The snippets, by the file in which to keep what is found.

    Returns:
        Why some of them failed, by that file.
    """
    paths = {kept.resolve(): kept for kept in jobs}
    result = subprocess.run(
        [sys.executable, "-m", module],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        input=json.dumps({str(path): str(jobs[kept].path) for path, kept in paths.items()}),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"running snippets failed:\n{result.stderr}")
    failed = json.loads(result.stdout)
    return {paths[Path(path)]: (line, message) for path, (line, message) in failed.items()}


def write_whole(kept: Path, text: str) -> None:
    """Write a file whole or not at all: another build may be looking.

    Args:
        kept: The file.
        text: What to write.
    """
    kept.parent.mkdir(parents=True, exist_ok=True)
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_text(text, "utf-8")
    part.replace(kept)


def _imports(snippets: Iterable[Snippet]) -> set[str]:
    names: set[str] = set()
    for snippet in snippets:
        with contextlib.suppress(SyntaxError):  # its run will say so
            for node in ast.walk(ast.parse(snippet.source)):
                if isinstance(node, ast.Import):
                    names.update(alias.name for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module:
                    names.add(node.module)
                    names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def main(keep: Keep) -> None:
    """Be the helper: run what standard input lists; say on standard output what failed.

    Args:
        keep: Runs one of them in this process.
    """
    jobs = {Path(kept): Snippet.read(Path(path)) for kept, path in json.load(sys.stdin).items()}
    for name in sorted(_imports(jobs.values())):
        with contextlib.suppress(Exception):  # a function in a module, or the snippet's own error
            importlib.import_module(name)
    run_them = _in_children if hasattr(os, "fork") else _in_this_process
    reasons = run_them(jobs, keep)
    json.dump({str(kept): reason for kept, reason in reasons.items() if reason}, sys.stdout)


def _in_this_process(jobs: dict[Path, Snippet], keep: Keep) -> dict[Path, Reason | None]:
    return {kept: _keep_or_say_why(snippet, kept, keep) for kept, snippet in jobs.items()}


def _in_children(jobs: dict[Path, Snippet], keep: Keep) -> dict[Path, Reason | None]:
    """Run each snippet in a child process, as many at a time as there are processors."""
    reasons: dict[Path, Reason | None] = {}
    running: dict[int, Path] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kept, snippet in jobs.items():
            if len(running) == (os.cpu_count() or 1):
                _await_one(running, reasons, jobs, Path(folder))
            running[_fork(snippet, kept, Path(folder) / kept.name, keep)] = kept
        while running:
            _await_one(running, reasons, jobs, Path(folder))
    return reasons


def _await_one(
    running: dict[int, Path],
    reasons: dict[Path, Reason | None],
    jobs: dict[Path, Snippet],
    reports: Path,
) -> None:
    child, _ = os.wait()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what the program started, and left running
    kept = running.pop(child)
    reasons[kept] = _read_report(reports / kept.name, jobs[kept])


def _fork(snippet: Snippet, kept: Path, report: Path, keep: Keep) -> int:
    """Run a snippet in a child process; return its number."""
    child = os.fork()
    if child == 0:
        os.setsid()  # a group of its own, so that its own children end with it
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        with report.open("w", encoding="utf-8") as text:
            # Ends this process even if the program is stuck where Python can't interrupt it.
            faulthandler.dump_traceback_later(process.TIME_LIMIT, exit=True, file=text)
            reason = _keep_or_say_why(snippet, kept, keep)
            faulthandler.cancel_dump_traceback_later()
            json.dump(reason, text)
        os._exit(0)
    return child


def _keep_or_say_why(snippet: Snippet, kept: Path, keep: Keep) -> Reason | None:
    try:
        return keep(snippet, kept)
    except BaseException as error:
        at = traceback.extract_tb(error.__traceback__)[-1]
        return 1, f"{error!r} in {at.filename}:{at.lineno}"


def _read_report(report: Path, snippet: Snippet) -> Reason | None:
    text = report.read_text("utf-8")
    if text.startswith("Timeout"):
        frame = re.search(rf'{re.escape(snippet.path.name)}", line (\d+)', text)
        return int(frame[1]) if frame else 1, process.still_running()
    if not text:
        return 1, "the program ended its process"
    reason = json.loads(text)
    return tuple(reason) if reason else None
