"""What runs inside Pyodide: a snippet, by the lab's virtual clock. `under_node.mjs` calls this."""

from __future__ import annotations

import asyncio
import json
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.loop.event_loop import installed
from lab.programs.fresh import as_in_a_new_process
from lab.snippets.inline import without_inline_output, writes
from lab.snippets.process import run_on_lab
from lab.snippets.snippet import Snippet

# Pyodide has its own of these, for a page's event loop.
asyncio.run = asyncio.runners.run
time.sleep = getattr(time.sleep, "__wrapped__", time.sleep)


def run(path: str) -> str:
    """Run a snippet.

    Args:
        path: The file.

    Returns:
        JSON: the exit status, and what was printed, as pairs of stream and text.
    """
    with _as_in_a_new_process(path) as snippet:
        ran = run_on_lab(snippet)
    return json.dumps([ran.status, [(piece.stream, piece.text) for piece in ran.pieces]])


def run_by_line(path: str) -> str:
    """Run a snippet to find out which of its lines prints what.

    Args:
        path: The file.

    Returns:
        JSON: what `lab.snippets.inline.writes` gives for its source without `#>` lines; or, if
        it fails, what it says.
    """
    with _as_in_a_new_process(path) as snippet, installed():
        bare = Path("/tmp") / snippet.path.name  # noqa: S108 - a file system of its own, in memory
        bare.write_text(without_inline_output(snippet), "utf-8")
        try:
            return json.dumps(writes(bare))
        except SystemExit as failed:
            return json.dumps(str(failed))


@contextmanager
def _as_in_a_new_process(path: str) -> Iterator[Snippet]:
    folder, name = os.path.split(path)
    os.chdir(folder)
    snippet = Snippet.read(Path(name))
    with as_in_a_new_process(), warnings.catch_warnings():
        warnings.simplefilter("error" if snippet.metadata.dev_mode else "default")
        if not snippet.metadata.dev_mode:  # then Python doesn't show these
            warnings.simplefilter("ignore", ResourceWarning)
        yield snippet
