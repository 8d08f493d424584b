"""Pictures for pages: each snippet's run, recorded when the site is built, and kept by content.

A snippet runs in a process of its own. All that a page's build needs are recorded together by one
helper process, which imports what they import once and then forks, so that a picture costs its
snippet's run and little more. A run that can't be recorded costs its own picture and no other.
"""

from __future__ import annotations

import ast
import contextlib
import faulthandler
import hashlib
import importlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab.snippets import process
from lab.snippets.expected import wrong_status
from lab.snippets.snippet import Snippet, SnippetError
from lab.timeline.drawing import figure
from lab.trace.tracer import Tracer

CACHE = Path(".cache/pictures")
"""Where pictures are kept, seen from the folder in which the site is built."""

Reason = tuple[int, str]
"""Why there is no picture: the line of the program to look at, and a sentence."""

# By the file in which the picture would be kept. No such file is written, so that the next build
# tries again.
_failures: dict[Path, Reason] = {}


@dataclass(frozen=True)
class Picture:
    """What a page shows of a run, besides its output.

    Args:
        figure: The timeline, as HTML; empty if this Python is too old to run the program.
        prints: When each line was printed and by which task, in words, with the line.
    """

    figure: str
    prints: tuple[tuple[str, str], ...]


def picture(snippet: Snippet, others: Iterable[Snippet] = ()) -> Picture:
    """The picture of a snippet's run.

    Args:
        snippet: The program.
        others: Programs whose pictures will be asked for next: they are recorded with it.

    Raises:
        SnippetError: The run can't be recorded.
    """
    if not snippet.metadata.runs_here:
        return Picture("", ())
    kept = _kept(snippet)
    if not _is_known(kept):
        _record_all([snippet, *filter(_is_missing, others)])
    if kept in _failures:
        raise SnippetError(snippet.path, *_failures[kept])
    entry = json.loads(kept.read_text("utf-8"))
    return Picture(entry["figure"], tuple((when, line) for when, line in entry["prints"]))


def _is_known(kept: Path) -> bool:
    return kept in _failures or kept.is_file()


def _is_missing(other: Snippet) -> bool:
    try:
        return other.metadata.runs_here and not _is_known(_kept(other))
    except SnippetError:
        return False  # the page that asks for it will say so


def _kept(snippet: Snippet) -> Path:
    content = f"{_lab()} {sys.version} {snippet.path.name} {snippet.source}"
    return CACHE / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"


@cache
def _lab() -> str:
    """A digest of the lab itself: another lab may draw another picture."""
    lab = Path(__file__).parents[1]
    files = sorted([*lab.rglob("*.py"), lab / "timeline" / "timeline.css"])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _record_all(snippets: Sequence[Snippet]) -> None:
    jobs = {str(_kept(snippet).resolve()): str(snippet.path) for snippet in snippets}
    result = subprocess.run(
        [sys.executable, "-m", "lab.pages.pictures"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"recording failed:\n{result.stderr}")
    failed = json.loads(result.stdout)
    for snippet in snippets:
        if reason := failed.get(str(_kept(snippet).resolve())):
            line, message = reason
            _failures[_kept(snippet)] = line, f"its timeline can't be drawn: {message}"


def _keep(snippet: Snippet, kept: Path) -> Reason | None:
    """Record a snippet in this process, and keep its picture."""
    tracer = Tracer(snippet.path.name)
    run = process.run_on_lab(snippet, tracer)
    if wrong := wrong_status(snippet, run):
        return wrong
    trace = tracer.trace()
    names = {task.number: task.label for task in trace.tasks}
    timed = trace.end.time > 0
    prints = [
        (" · ".join(_when(line.at.time if timed else None, names.get(line.task or 0))), line.text)
        for line in trace.prints
    ]
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Written whole or not at all: another build may be looking.
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({"figure": figure(trace), "prints": prints}), "utf-8")
    part.replace(kept)
    return None


def _when(time: float | None, task: str | None) -> Iterator[str]:
    if time is not None:
        yield f"{time:.3f}".rstrip("0").rstrip(".") + " s"
    if task:
        yield task


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


def _main() -> None:
    """Record what standard input lists; say on standard output which pictures are missing."""
    jobs = {Path(kept): Snippet.read(Path(path)) for kept, path in json.load(sys.stdin).items()}
    for name in sorted(_imports(jobs.values())):
        with contextlib.suppress(Exception):  # a function in a module, or the snippet's own error
            importlib.import_module(name)
    reasons = _in_children(jobs) if hasattr(os, "fork") else _in_this_process(jobs)
    json.dump({str(kept): reason for kept, reason in reasons.items() if reason}, sys.stdout)


def _in_this_process(jobs: dict[Path, Snippet]) -> dict[Path, Reason | None]:
    return {kept: _keep_or_say_why(snippet, kept) for kept, snippet in jobs.items()}


def _in_children(jobs: dict[Path, Snippet]) -> dict[Path, Reason | None]:
    """Record each snippet in a child process, as many at a time as there are processors."""
    reasons: dict[Path, Reason | None] = {}
    running: dict[int, Path] = {}
    with tempfile.TemporaryDirectory() as folder:
        for kept, snippet in jobs.items():
            if len(running) == (os.cpu_count() or 1):
                _await_one(running, reasons, jobs, Path(folder))
            running[_fork(snippet, kept, Path(folder) / kept.name)] = kept
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


def _fork(snippet: Snippet, kept: Path, report: Path) -> int:
    """Record a snippet in a child process; return its number."""
    child = os.fork()
    if child == 0:
        os.setsid()  # a group of its own, so that its own children end with it
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        with report.open("w", encoding="utf-8") as text:
            # Ends this process even if the program is stuck where Python can't interrupt it.
            faulthandler.dump_traceback_later(process.TIME_LIMIT, exit=True, file=text)
            reason = _keep_or_say_why(snippet, kept)
            faulthandler.cancel_dump_traceback_later()
            json.dump(reason, text)
        os._exit(0)
    return child


def _keep_or_say_why(snippet: Snippet, kept: Path) -> Reason | None:
    try:
        return _keep(snippet, kept)
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


if __name__ == "__main__":
    _main()
