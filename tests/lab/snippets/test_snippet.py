from __future__ import annotations

from pathlib import Path

import pytest

from lab.snippets.snippet import MOST_LINES, Snippet, SnippetError

SOURCE = '''\
# /// script
# requires-python = ">=3.12"
# dependencies = ["aiohttp"]
# [tool.lab]
# exit = { status = 1, reason = "it shows an error" }
# ///
"""Two tasks take turns.

More words.
"""

import asyncio


class Clock:
    @property
    def now(self):
        return 0


@decorated
async def main():
    async def inner():
        pass
'''


def snippet(source: str = SOURCE) -> Snippet:
    return Snippet(Path("topic/idea.py"), source)


def test_metadata_is_read() -> None:
    metadata = snippet().metadata
    assert metadata.python == (3, 12)
    assert metadata.dependencies == ("aiohttp",)
    assert metadata.exit_status == 1
    assert metadata.reasons == {"exit": "it shows an error"}


def test_snippet_without_metadata_keeps_to_the_rule() -> None:
    metadata = snippet('"""Idea."""\n').metadata
    assert (metadata.python, metadata.exit_status, metadata.dev_mode) == ((3, 11), 0, True)


def test_a_program_may_say_why_it_is_longer() -> None:
    assert snippet().metadata.most_lines == MOST_LINES
    block = '# /// script\n# [tool.lab]\n# lines = { most = 80, reason = "it grows" }\n# ///\n'
    assert snippet(f'{block}"""Idea."""\n').metadata.most_lines == 80


def test_idea_is_the_docstrings_first_line() -> None:
    assert snippet().idea == "Two tasks take turns."


def test_page_shows_neither_metadata_nor_docstring() -> None:
    assert snippet().text(snippet().body()).startswith("import asyncio\n")
    assert snippet("print(1)\n").text(snippet("print(1)\n").body()) == "print(1)\n"


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("main", 21, 24), ("main.inner", 23, 24), ("Clock", 15, 18), ("Clock.now", 16, 18)],
)
def test_part_is_found_with_its_decorators(name: str, first: int, last: int) -> None:
    assert snippet().part(name) == range(first, last + 1)


def test_part_that_is_not_there_is_reported_with_what_there_is() -> None:
    with pytest.raises(SnippetError, match=r"topic/idea.py:1: there is no .nothing. .* main"):
        snippet().part("nothing")


def test_misspelt_key_of_the_metadata_is_told() -> None:
    key = "dependancies"  # codespell:ignore
    source = f'# /// script\n# {key} = ["aiohttp"]\n# ///\n"""Idea."""\n'
    with pytest.raises(SnippetError, match=f"no key {key!r}; there are dependencies"):
        _ = snippet(source).metadata
