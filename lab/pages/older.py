"""Which recorded outputs are older than their code: `make serve` marks them while one edits.

A build that is to be published doesn't ask: there the tests have said it.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from lab.pages import run_many
from lab.pages.run_many import Reason
from lab.programs.fresh import as_in_a_new_process
from lab.snippets import process
from lab.snippets.expected import problems, transcripts
from lab.snippets.snippet import Snippet, SnippetError

CACHE = Path(".cache/outputs")
"""Where it is kept, seen from the folder in which the site is built."""

_OLDER, _SAME = "older", "same"


def is_older(snippet: Snippet, others: Iterable[Snippet] = ()) -> bool:
    """Whether a snippet prints something else now than what is recorded.

    Args:
        snippet: The program. Only what runs here and by the virtual clock is run.
        others: Programs that will be asked about next: they are run with it.
    """
    if not _is_run(snippet):
        return False
    kept = _kept(snippet)
    if not kept.is_file():
        _run_all([snippet, *(other for other in others if _is_missing(other))])
    return kept.read_text("utf-8") == _OLDER


def _is_run(snippet: Snippet) -> bool:
    return snippet.metadata.runs_here and snippet.metadata.clock == "virtual"


def _is_missing(other: Snippet) -> bool:
    try:
        return _is_run(other) and not _kept(other).is_file()
    except SnippetError:
        return False  # the page that shows it will say so


def _kept(snippet: Snippet) -> Path:
    """The program and its output decide: the lab itself changes too often while one works on it."""
    recorded = b"".join(path.read_bytes() for path in transcripts(snippet.path).values())
    content = f"{sys.version} {snippet.path.name} {snippet.source}".encode() + recorded
    return CACHE / hashlib.sha256(content).hexdigest()[:32]


def _run_all(snippets: Iterable[Snippet]) -> None:
    jobs = {_kept(snippet): snippet for snippet in snippets}
    for kept in run_many.run("lab.pages.older", jobs):
        run_many.write_whole(kept, _OLDER)  # it can't be run: it prints something else


def _keep(snippet: Snippet, kept: Path) -> Reason | None:
    with as_in_a_new_process(warn="error" if snippet.metadata.dev_mode else "default"):
        run = process.run_on_lab(snippet)
    run_many.write_whole(kept, _OLDER if problems(snippet, run) else _SAME)
    return None


if __name__ == "__main__":
    run_many.main(_keep)
