"""Pictures for pages: each snippet's run, recorded when the site is built, and kept by content.

All that a page's build needs are recorded together: see `run_many.py`. A run that can't be recorded
costs its own picture and no other.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from lab.pages import run_many
from lab.pages.run_many import Reason
from lab.recorders import kept as recorders
from lab.snippets import process
from lab.snippets.expected import wrong_status
from lab.snippets.snippet import Snippet, SnippetError
from lab.timeline.drawing import NARROW, WIDE, draw, table
from lab.trace.data import Trace
from lab.trace.tracer import Tracer

CACHE = Path(".cache/pictures")
"""Where pictures are kept, seen from the folder in which the site is built."""

# By the file in which the picture would be kept. No such file is written, so that the next build
# tries again.
_failures: dict[Path, Reason] = {}


def forget_failures() -> None:
    """Let the next build try again what couldn't be recorded, in a process that builds often."""
    _failures.clear()


@dataclass(frozen=True)
class Picture:
    """What a page shows of a run, besides its output.

    Args:
        figure: The timeline, as HTML; empty if this Python is too old to run the program.
        prints: When each line was printed and by which task, in words, with the line.
        recording: The run as JSON, for the page to step through.
    """

    figure: str
    prints: tuple[tuple[str, str], ...]
    recording: str = ""


def picture(snippet: Snippet, others: Iterable[Snippet] = ()) -> Picture:
    """The picture of a snippet's run.

    Args:
        snippet: The program.
        others: Programs whose pictures will be asked for next: they are recorded with it.

    Raises:
        SnippetError: The run can't be recorded.
    """
    if snippet.metadata.recorder:
        # A stepper's sentences are about asyncio's loop.
        return replace(_drawn(recorders.read(snippet)), recording="")
    if not snippet.metadata.runs_here:
        return Picture("", ())
    kept = _kept(snippet)
    if not _is_known(kept):
        _record_all([snippet, *filter(_is_missing, others)])
    if kept in _failures:
        raise SnippetError(snippet.path, *_failures[kept])
    entry = json.loads(kept.read_text("utf-8"))
    prints = tuple((when, line) for when, line in entry["prints"])
    return Picture(entry["figure"], prints, entry["recording"])


def narrow(figure: str) -> str:
    """A figure without its wide drawing: for pictures that are beside each other."""
    return re.sub(
        r'<div class="lab-wide".*?</noscript></div>', "", figure, count=1, flags=re.DOTALL
    )


def _is_known(kept: Path) -> bool:
    return kept in _failures or kept.is_file()


def _is_missing(other: Snippet) -> bool:
    try:
        is_recorded_here = other.metadata.runs_here and not other.metadata.recorder
        return is_recorded_here and not _is_known(_kept(other))
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
    jobs = {_kept(snippet): snippet for snippet in snippets}
    for kept, (line, message) in run_many.run("lab.pages.pictures", jobs).items():
        _failures[kept] = line, f"its timeline can't be drawn: {message}"


def _keep(snippet: Snippet, kept: Path) -> Reason | None:
    """Record a snippet in this process, and keep its picture."""
    tracer = Tracer(snippet.path.name)
    run = process.run_on_lab(snippet, tracer)
    if wrong := wrong_status(snippet, run):
        return wrong
    drawn = _drawn(tracer.trace())
    run_many.write_whole(kept, json.dumps(vars(drawn)))
    return None


def _drawn(trace: Trace) -> Picture:
    names = {task.number: task.label for task in trace.tasks}
    timed = trace.end.time > 0
    prints = (
        (" · ".join(_when(line.at.time if timed else None, names.get(line.task or 0))), line.text)
        for line in trace.prints
    )
    return Picture(_figure(trace), tuple(prints), trace.to_json())


def _figure(trace: Trace) -> str:
    """Draw a trace for a page, whose style sheets have the looks of drawings.

    Its drawings and its table would be most of a page's elements. The page's script unfolds them
    when they are near (`unfold.ts`). Where there is no script, they are part of the page.
    """
    return (
        '<figure class="lab-timeline" data-search-exclude>'
        f"{_folded('lab-wide', draw(trace, WIDE, style='', lists_output=False))}"
        f"{_folded('lab-narrow', draw(trace, NARROW, style='', lists_output=False))}"
        f"<details><summary>The same as a table</summary><noscript>{table(trace)}</noscript>"
        "</details></figure>"
    )


def _folded(name: str, drawing: str) -> str:
    """Hold a drawing back, and keep its room."""
    size = re.search(r'viewBox="0 0 (\S+) (\S+)"', drawing)
    room = f"aspect-ratio:{size[1]}/{size[2]}" if size else ""
    if size and 'class="lab-t lab-long"' in drawing:  # it keeps its size, and is scrolled
        room = f"height:calc({size[2]}px + 1rem)"  # and a scroll bar
    return f'<div class="{name}" style="{room}"><noscript>{drawing}</noscript></div>'


def _when(time: float | None, task: str | None) -> Iterator[str]:
    if time is not None:
        yield f"{time:.3f}".rstrip("0").rstrip(".") + " s"
    if task:
        yield task


if __name__ == "__main__":
    run_many.main(_keep)
