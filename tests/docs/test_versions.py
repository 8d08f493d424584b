"""What a chapter says of a version of Python is shown by a snippet that is about that version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.pages import places
from lab.pages.embed import Embed
from lab.snippets.expected import transcripts
from lab.snippets.snippet import OLDEST, Snippet
from tests.docs.pages import REASON, embeds, tokens, without_front_matter
from tests.support import demand

# A version of Python, and not of aiohttp, or a part of a longer number.
VERSION = re.compile(r"(?<![\w.])(?<!aiohttp )3\.(?P<minor>\d\d)(?![\d.]*\d)")
UP_TO = re.compile(r"\bto (?:Python )?$")
VERSIONS_PAGE = Path("docs/reference/versions.md")
Version = tuple[int, int]


def unshown_versions(chapter: Path) -> Iterator[str]:
    """The versions that a chapter names and no snippet on it is about."""
    shown = {version for name in snippets(chapter) for version in versions(name)}
    for line, version, before in statements(chapter):
        # What goes up to 3.13 ends with a change in 3.14.
        following = {(3, version[1] + 1)} if UP_TO.search(before) else set()
        if version > OLDEST and not ({version} | following) & shown:
            yield (
                f"{chapter}:{line}: no snippet on this page is about Python 3.{version[1]}: show"
                f" one with `requires-python` of 3.{version[1]}, or with an output of its own for"
                f" it (idea.3.{version[1]}.out); or say above why not: <!-- not run: ... -->"
            )


def statements(page: Path) -> Iterator[tuple[int, Version, str]]:
    """The versions that a page's text names: line, version, and the text before it.

    What has a reason above it, why it can't be shown, is left out.
    """
    text = without_front_matter(page)
    lines = ["", "", *text.splitlines()]
    top = 0
    for token in tokens(text):
        if token.map and token.level == 0 and token.nesting >= 0:
            top = token.map[0]  # a list or a table has its reason above the whole
        if token.type != "inline" or not token.map:
            continue
        starts = {top, token.map[0]}
        if any(REASON.fullmatch(above) for start in starts for above in lines[start : start + 2]):
            continue
        for at, words in enumerate(_without_code(token.content).split("\n")):
            for found in VERSION.finditer(words):
                yield token.map[0] + 1 + at, (3, int(found["minor"])), words[: found.start()]


def _without_code(text: str) -> str:
    code = re.compile(r"(`+)(?!`).+?\1", re.DOTALL)
    return code.sub(lambda found: "\n" * found[0].count("\n"), text)


def snippets(page: Path) -> list[str]:
    """The snippets and sessions on a page."""
    return [Embed.parse(text).file for _, text in embeds(page)]


def versions(name: str) -> set[Version]:
    """The versions that a snippet is about: what it needs, and where its output changes."""
    path = places.SNIPPETS / name
    needs = Embed.parse(name).read().metadata.python
    return {needs} | {version for version in transcripts(path) if version > needs}


def rows() -> Iterator[tuple[int, Version, str, str]]:
    """The tables of versions: line, version, the address of a page, and a snippet's file name."""
    heading = re.compile(r"## Python 3\.(\d+)")
    row = re.compile(r"\| .* \| \[.*\]\((.*)\), `(.*)` \|")
    version = OLDEST
    for number, line in enumerate(VERSIONS_PAGE.read_text("utf-8").splitlines(), start=1):
        if found := heading.fullmatch(line):
            version = 3, int(found[1])
        if found := row.fullmatch(line):
            yield number, version, found[1], found[2]


def on_the_page(address: str, file: str) -> str:
    """The snippet of a file name that a page shows; empty if it shows none."""
    page = VERSIONS_PAGE.parent / address
    names = snippets(page) if page.is_file() else []
    return next((name for name in names if Path(name).name == file), "")


def test_each_row_of_the_table_of_versions_is_shown() -> None:
    demand(_wrong_rows)


def _wrong_rows() -> Iterator[str]:
    for line, version, address, file in rows():
        at, name = f"{VERSIONS_PAGE}:{line}", on_the_page(address, file)
        if not name:
            yield f"{at}: {address} does not show {file}"
        elif version > OLDEST and version not in versions(name):
            yield f"{at}: {name} is not about 3.{version[1]}: neither its metadata nor its output"


def test_every_snippet_about_a_version_is_in_the_table() -> None:
    listed = {(on_the_page(address, file), version) for _, version, address, file in rows()}
    demand(lambda: _unlisted(listed))


def _unlisted(listed: set[tuple[str, Version]]) -> Iterator[str]:
    for path in sorted(Path("snippets").rglob("*.py*")):
        name = path.relative_to("snippets").as_posix()
        for version in sorted(versions(name) - {OLDEST}):
            if (name, version) not in listed:
                yield f"{path}:1: add a row for Python 3.{version[1]} to {VERSIONS_PAGE}"


def test_a_snippet_knows_what_it_is_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "snippets/topic/idea.py"
    path.parent.mkdir(parents=True)
    path.write_text('# /// script\n# requires-python = ">=3.13"\n# ///\n"""Idea."""\n', "utf-8")
    for name in ["idea.out", "idea.3.14.out"]:
        path.with_name(name).touch()
    assert Snippet.read(path).metadata.python == (3, 13)
    monkeypatch.setattr(places, "SNIPPETS", tmp_path / "snippets")
    assert versions("topic/idea.py") == {(3, 13), (3, 14)}
