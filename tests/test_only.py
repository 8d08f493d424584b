"""`make test ONLY=topic/idea` checks what one file touches, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest


def run(only: str) -> str:
    suite = ["tests/snippets", "tests/docs/test_pages.py", "tests/exercises"]
    options = ["-v", "-p", "no:cacheprovider", "-p", "no:xdist", "--only", only]
    result = subprocess.run(
        [sys.executable, "-m", "pytest", *suite, *options],
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout + result.stderr


@pytest.mark.parametrize(
    ("name", "subjects"),
    [
        ("home/three_at_once", {"home/three_at_once.py", "index.md", "playground.md"}),
        ("docs/learn/tasks.md", {"learn/tasks.md"}),
        ("tasks/lose_no_log", {"tasks/lose_no_log", "learn/tasks.md"}),
    ],
)
def test_one_name_selects_what_it_touches(name: str, subjects: set[str]) -> None:
    printed = run(name)
    assert subjects == set(re.findall(r"\[(.*)\] PASSED", printed)) - {"reference/snippets.md"}


def test_unknown_name_is_an_error() -> None:
    told = (
        "no snippet, exercise or page is named home/tree_at_once; did you mean home/three_at_once?"
    )
    assert told in run("home/tree_at_once")


def test_the_glossary_is_checked_with_the_pages_that_teach_its_terms() -> None:
    assert "[learn/tasks.md] PASSED" in run("reference/glossary")
