"""What is worth a look in a recording is told, and what only looks like it isn't.

Each program in `findings/` has one fault of the folder's kind, in `told`, or looks like it has.
What `labtrace.py` recorded of it is beside it: a busy machine would add faults.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.test_your_program import own

pytestmark = pytest.mark.browser

FOLDER = Path(__file__).parent / "findings"
CHAPTERS = {
    "blocked": "learn/blocking-code/",
    "forgotten": "learn/tasks/",
    "held_lock": "learn/sharing/",
    "one_by_one": "learn/many-at-once/",
    "queue": "learn/queues/",
}
MOST_OF_EACH = 3


def test_each_fault_is_told_and_nothing_else() -> None:
    programs = sorted(FOLDER.glob("*/*/*.py"))
    assert len(programs) == len(CHAPTERS) * 2 * MOST_OF_EACH
    found = {}
    for program, read in zip(
        programs, own(*[one.with_suffix(".labtrace") for one in programs]), strict=True
    ):
        kind, told, _ = program.relative_to(FOLDER).parts
        pages = [page for _, page in read["findings"]]
        if pages != [CHAPTERS[kind]] * (told == "told"):
            found[program.name] = read["findings"]
    assert found == {}
