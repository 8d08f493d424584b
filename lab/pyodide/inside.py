"""What runs inside Pyodide: a snippet, by the lab's virtual clock. `under_node.mjs` calls this."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.loop.installed import installed
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


def run_tests(path: str) -> str:
    """Run a file of tests with pytest, without the project's plugins and fixtures.

    Args:
        path: The file.

    Returns:
        JSON: for each test its name, its outcome and what pytest says of it, in that order.
    """
    import pytest  # slow, and only this needs it

    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    project = path[: path.index("/tests/")]
    os.chdir(project)
    sys.path[:0] = [] if project in sys.path else [project]
    settings = Path("/tmp/pytest.ini")  # noqa: S108 - a file system of its own, in memory
    settings.write_text("[pytest]\n", "utf-8")
    options = ["-c", str(settings), "--rootdir", project, "--noconftest", "-p", "no:cacheprovider"]
    options += ["-p", "no:faulthandler", "--capture=sys"]  # which need a machine's own files
    outcomes = _Outcomes()
    said = io.StringIO()
    with contextlib.redirect_stdout(said), as_in_a_new_process():
        pytest.main([*options, path], plugins=[outcomes])
    return json.dumps(outcomes.found)


class _Outcomes:
    """A plugin of pytest that notes how each test ended."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, str]] = []

    def pytest_collectreport(self, report: Any) -> None:  # noqa: ANN401 - pytest's
        if report.failed:
            self.found.append((report.nodeid, "failed", str(report.longrepr)))

    def pytest_runtest_logreport(self, report: Any) -> None:  # noqa: ANN401 - pytest's
        if report.when == "call" or not report.passed:
            name = report.nodeid.partition("::")[2]
            self.found.append((name, report.outcome, str(report.longrepr)))


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
