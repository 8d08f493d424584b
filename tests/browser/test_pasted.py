"""Programs as people paste them: the page, the virtual clock and plain Python print the same.

They are written after the shape of what is in asyncio's documentation, in blog posts and in issue
trackers. What a page refuses is in `test_refused.py`, with the sentence that it says.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.snippets.masks import mask
from tests.browser.runtime import ROOT, Runtime

pytestmark = pytest.mark.browser

PASTED = sorted((Path(__file__).parent / "programs/pasted").glob("*.py"))
Outcome = tuple[str, str, int]


def _masked(text: str, path: Path) -> str:
    """Leave out what differs from run to run, or between Python 3.11 and that of the page."""
    text = mask(text, ["folder", "traceback", "address"], path)
    text = re.sub(r"^[ |]*[~^]+\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d(\.\d+)?", "TIME", text)
    return re.sub(r"(?:^TIME\n)+", "TIME\n", text, flags=re.MULTILINE)


def _in_a_process(path: Path, *command: str) -> Outcome:
    ran = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return _masked(ran.stdout, path), _masked(ran.stderr, path), ran.returncode


def _in_the_page(path: Path, worker: Runtime, time: str) -> Outcome:
    ran = worker.run(path.read_text("utf-8"), path.name, time)
    return _masked(ran.text(), path), _masked(ran.text("stderr"), path), ran.done["status"]


@pytest.mark.parametrize("path", PASTED, ids=lambda path: path.stem)
def test_a_pasted_program_does_the_same_everywhere(
    path: Path, runtime: Runtime, suspending: Runtime
) -> None:
    plain = _in_a_process(path, str(path))
    assert plain[0]
    virtual = _in_a_process(path, "-m", "lab", "run", "--clock", "virtual", str(path))
    assert virtual == plain
    assert _in_the_page(path, runtime, "skip") == plain
    assert _in_the_page(path, suspending, "real") == plain


def test_enough_is_pasted() -> None:
    assert len(PASTED) >= 20
