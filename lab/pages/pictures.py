"""Pictures for pages: each snippet's run, recorded when the site is built, and kept by content.

A snippet runs in a process of its own. All that a page's build needs are recorded together by one
helper process, which imports what they import once and then forks, so that a picture costs its
snippet's run and little more.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab.snippets import process
from lab.snippets.snippet import Snippet
from lab.timeline.drawing import figure
from lab.trace.data import Trace
from lab.trace.tracer import Tracer

CACHE = Path(".cache/pictures")
"""Where pictures are kept, seen from the folder in which the site is built."""


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
        RuntimeError: The run could not be recorded.
    """
    if not snippet.metadata.runs_here:
        return Picture("", ())
    kept = _kept(snippet)
    if not kept.is_file():
        missing = [
            other for other in others if other.metadata.runs_here and not _kept(other).is_file()
        ]
        _record_all([snippet, *missing])
    entry = json.loads(kept.read_text("utf-8"))
    return Picture(entry["figure"], tuple((when, line) for when, line in entry["prints"]))


def record(snippet: Snippet) -> Trace:
    """Run a snippet in this process, and record it.

    Args:
        snippet: The program.
    """
    tracer = Tracer(snippet.path.name)
    process.run_on_lab(snippet, tracer)
    return tracer.trace()


def _kept(snippet: Snippet) -> Path:
    content = f"{_lab()} {sys.version} {snippet.path.name} {snippet.source}"
    return CACHE / f"{hashlib.sha256(content.encode()).hexdigest()[:32]}.json"


@cache
def _lab() -> str:
    """A digest of the lab itself: another lab may draw another picture."""
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _record_all(snippets: Sequence[Snippet]) -> None:
    paths = [str(snippet.path) for snippet in snippets]
    result = subprocess.run(
        [sys.executable, "-m", "lab.pages.pictures", str(CACHE), *paths],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        capture_output=True,
        text=True,
        timeout=process.TIME_LIMIT * (1 + len(paths)),
        check=False,
    )
    if result.returncode:
        raise RuntimeError(f"recording failed:\n{result.stderr}")


def _keep(snippet: Snippet) -> None:
    trace = record(snippet)
    names = {task.number: task.label for task in trace.tasks}
    timed = trace.end.time > 0
    prints = [
        (" · ".join(_when(line.at.time if timed else None, names.get(line.task or 0))), line.text)
        for line in trace.prints
    ]
    kept = _kept(snippet)
    kept.parent.mkdir(parents=True, exist_ok=True)
    # Written whole or not at all: another build may be looking.
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_text(json.dumps({"figure": figure(trace), "prints": prints}), "utf-8")
    part.replace(kept)


def _when(time: float | None, task: str | None) -> Iterator[str]:
    if time is not None:
        yield f"{time:.3f}".rstrip("0").rstrip(".") + " s"
    if task:
        yield task


def _imports(snippets: Iterable[Snippet]) -> set[str]:
    names: set[str] = set()
    for snippet in snippets:
        for node in ast.walk(snippet.tree):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def _main(cache_folder: str, *paths: str) -> int:
    global CACHE  # this process was made to fill that folder
    CACHE = Path(cache_folder).resolve()
    snippets = [Snippet.read(Path(path)) for path in paths]
    for name in sorted(_imports(snippets)):
        with contextlib.suppress(ImportError):  # a function in a module, or the snippet's own error
            importlib.import_module(name)
    if not hasattr(os, "fork"):
        for snippet in snippets:
            _keep(snippet)
        return 0
    children = [_fork(snippet) for snippet in snippets]
    statuses = [os.waitpid(child, 0)[1] for child in children]
    return 1 if any(statuses) else 0


def _fork(snippet: Snippet) -> int:
    """Record a snippet in a child process; return its number."""
    child = os.fork()
    if child == 0:
        try:
            _keep(snippet)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
