"""The README shows a snippet and its output: they are the files'."""

from __future__ import annotations

import re
from pathlib import Path

from lab.snippets.snippet import Snippet


def test_readme_shows_the_snippet_and_its_output() -> None:
    blocks = re.findall(r"```(?:python|text)\n(.*?)```", Path("README.md").read_text("utf-8"), re.S)
    snippet = Snippet.read(Path("snippets/home/three_at_once.py"))
    assert blocks == [
        snippet.text(snippet.body()),
        snippet.path.with_suffix(".out").read_text("utf-8"),
    ]


def test_readme_names_only_targets_that_there_are() -> None:
    targets = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text("utf-8"), re.MULTILINE))
    for page in ["README.md", "CONTRIBUTING.md", ".ci/run"]:
        text = Path(page).read_text("utf-8")
        assert set(re.findall(r"(?:^|`|&& )make ([a-z]+)\b", text, re.MULTILINE)) <= targets, page
