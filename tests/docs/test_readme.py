"""The README shows a snippet and its output: they are the files'."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lab.snippets.snippet import Snippet
from tests.support import make_environment

MAKE = shutil.which("make") or ""


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


@pytest.mark.skipif(not MAKE, reason="compares with what make would do")
def test_contributing_says_without_make_what_make_does() -> None:
    table = re.search(
        r"## Without make\n.*?```text\n(.*?)```", Path("CONTRIBUTING.md").read_text("utf-8"), re.S
    )
    assert table
    typed: dict[str, list[str]] = {}
    for line in table[1].splitlines():
        with_make, _, without = line.partition(".venv/bin/")
        if with_make.strip() and without:
            typed[with_make.strip()] = [f".venv/bin/{without}"]
        elif without:
            typed[next(reversed(typed))].append(f".venv/bin/{without}")
        else:  # the command above goes on
            typed[next(reversed(typed))][-1] += f" {line.strip()}"
    assert len(typed) == 9
    for command, instead in typed.items():
        would_do = subprocess.run(
            [MAKE, "--dry-run", "--always-make", *command.split()[1:]],
            env=make_environment(),
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        done = re.sub("[\"';]", " ", would_do.replace("$suite", "janus").replace("\\\n", ""))
        lines = [set(line.split()) for line in done.splitlines()]
        missing = [one for one in instead if not any(set(one.split()) <= words for words in lines)]
        assert missing == [], command


@pytest.mark.skipif(not MAKE, reason="compares with what make would do")
def test_readme_says_without_make_what_make_does() -> None:
    recipe = re.search(
        r"```sh\npython -m venv .venv\n(.*?)```", Path("README.md").read_text("utf-8"), re.S
    )
    assert recipe
    # What installs: there, pip installs uv, which installs the rest.
    commands = [line for line in recipe[1].splitlines() if line and "pip install" not in line]
    assert len(commands) == 6
    would_do = subprocess.run(
        [MAKE, "--dry-run", "--always-make", "serve", "test"],
        env=make_environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    lines = [set(line.split()) for line in would_do.splitlines()]
    missing = [line for line in commands if not any(set(line.split()) <= words for words in lines)]
    assert missing == []
