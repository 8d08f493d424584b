"""The recorded run of a program, kept beside it as `idea.trace`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lab.snippets.process import python
from lab.snippets.snippet import Snippet, SnippetError
from lab.trace.data import Moment, Trace


def path_of(snippet: Snippet) -> Path:
    """Where the trace of a program is kept."""
    return snippet.path.with_suffix(".trace")


def read(snippet: Snippet) -> Trace:
    """Read the trace that is kept.

    Args:
        snippet: The program.

    Raises:
        SnippetError: There is none, or it isn't a trace.
    """
    path = path_of(snippet)
    name = f"{snippet.path.parent.name}/{snippet.path.stem}"
    advice = f"run `make update ONLY={name}`, which needs {snippet.metadata.recorder}"
    if not path.is_file():
        raise SnippetError(snippet.path, 1, f"there is no recorded run of it: {advice}")
    try:
        return Trace.from_json(path.read_text("utf-8"))
    except ValueError as error:
        raise SnippetError(path, 1, f"{error}: {advice}") from error


def record(snippet: Snippet) -> Trace:
    """Run a program in a process of its own, and record what its tasks do.

    Args:
        snippet: The program; its metadata names the library whose tasks to record.

    Raises:
        SnippetError: It ran for too long, or didn't end well.
    """
    path = snippet.path.resolve()
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder).resolve() / "run.trace"
        command = ["-m", "lab.recorders", snippet.metadata.recorder, str(path), str(trace)]
        result = python(command, snippet.path, cwd=path.parent)
        if not trace.is_file():
            last = result.stderr.strip().rpartition("\n")[2] or f"exit status {result.returncode}"
            raise SnippetError(snippet.path, 1, f"it can't be recorded: {last}")
        return Trace.from_json(trace.read_text("utf-8"))


def is_same(kept: Trace, run: Trace) -> bool:
    """Whether two runs did the same in the same order, whatever the machine's clock said."""
    return _timeless(kept) == _timeless(run)


def furthest(kept: Trace, run: Trace) -> float:
    """By how many seconds the times of two runs differ at most, if they did the same."""
    pairs = zip(_times(kept), _times(run), strict=True)
    return max((abs(one - other) for one, other in pairs), default=0.0)


def _timeless(trace: Trace) -> Trace:
    def still(moment: Moment) -> Moment:
        return moment._replace(time=0.0)

    return replace(
        trace,
        tasks=tuple(
            replace(task, created=still(task.created), ended=task.ended and still(task.ended))
            for task in trace.tasks
        ),
        stretches=tuple(
            replace(stretch, start=still(stretch.start), end=still(stretch.end))
            for stretch in trace.stretches
        ),
        prints=tuple(replace(line, at=still(line.at)) for line in trace.prints),
        cancels=tuple(replace(cancel, at=still(cancel.at)) for cancel in trace.cancels),
        end=still(trace.end),
    )


def _times(trace: Trace) -> Iterator[float]:
    for stretch in trace.stretches:
        yield stretch.start.time
        yield stretch.end.time
    for line in trace.prints:
        yield line.at.time
