"""`make test ONLY=topic/idea` checks what one file touches, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import touched


def test_what_one_name_touches_is_run_and_nothing_else() -> None:
    suite = ["tests/snippets", "tests/docs/test_pages.py", "tests/exercises"]
    options = ["-v", "-p", "no:cacheprovider", "-p", "no:xdist", "--only", "tasks/lose_no_log"]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *suite, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    printed = result.stdout + result.stderr
    subjects = set(re.findall(r"\[(.*)\] PASSED", printed))
    assert subjects == {"tasks/lose_no_log", "learn/tasks.md"}


@pytest.mark.parametrize(
    ("name", "files"),
    [
        (
            "home/three_at_once",
            {"snippets/home/three_at_once.py", "docs/index.md", "docs/playground.md"},
        ),
        ("docs/learn/tasks.md", {"docs/learn/tasks.md"}),
        ("exercises/tasks/lose_no_log/", {"exercises/tasks/lose_no_log", "docs/learn/tasks.md"}),
    ],
)
def test_a_file_is_touched_by_its_own_name_and_by_pages_that_show_it(
    name: str, files: set[str]
) -> None:
    found = {path.as_posix() for path in touched(Path(), name)}
    assert found - {"docs/reference/snippets.md"} == files


def test_a_heading_that_is_gone_touches_the_pages_that_link_to_it(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    docs.joinpath("tasks.md").write_text("# Tasks\n\n## A new name\n", "utf-8")
    docs.joinpath("old.md").write_text("[Old](tasks.md#an-old-name)\n", "utf-8")
    docs.joinpath("new.md").write_text("[New](tasks.md#a-new-name), [all](tasks.md)\n", "utf-8")
    assert touched(tmp_path, "tasks") == {docs / "tasks.md", docs / "old.md"}


def test_unknown_name_is_an_error() -> None:
    told = (
        "no snippet, exercise or page is named home/tree_at_once; did you mean home/three_at_once?"
    )
    with pytest.raises(pytest.UsageError, match=re.escape(told)):
        touched(Path(), "home/tree_at_once")


def test_the_glossary_is_checked_with_the_pages_that_teach_its_terms() -> None:
    assert Path("docs/learn/tasks.md") in touched(Path(), "reference/glossary")
