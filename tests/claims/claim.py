"""How a test quotes a sentence, and what it runs programs with."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

import lab
from lab.snippets.snippet import SnippetError
from tests.docs.pages import tokens, without_front_matter

CHAPTERS = Path("docs/learn")
MANY_ROUNDS = 1000
REMEMBER = "## What to remember"
T = TypeVar("T")
Test = TypeVar("Test", bound=Callable[..., None])
CLAIMS: dict[str, dict[str, str]] = {}  # by chapter: each sentence, and the test that quotes it

# Runs a test with ordinary tasks and with eager ones: many sentences hold only for one of them.
each_factory = pytest.mark.parametrize(
    "eager",
    # Eager tasks came with Python 3.12.
    [False, True] if sys.version_info >= (3, 12) else [False],
    ids=lambda eager: "eager tasks" if eager else "tasks",
)


def claim(sentence: str) -> Callable[[Test], Test]:
    """Quote a sentence of the chapter that the test's file is named after.

    Args:
        sentence: The sentence as a reader sees it: without the addresses of its links.

    Raises:
        SnippetError: It quotes nothing, or pytest would not run the test.
    """
    if not isinstance(sentence, str):
        raise _at(sentence, 'quote the sentence that this tries to refute: @claim("...")')

    def register(test: Test) -> Test:
        if not test.__name__.startswith("test_"):
            raise _at(test, f"pytest doesn't run this: call it test_{test.__name__}")
        chapter = test.__module__.rpartition("test_")[2].replace("_", "-")
        CLAIMS.setdefault(chapter, {})[sentence] = test.__name__
        return test

    return register


def _at(test: Callable[..., None], message: str) -> SnippetError:
    code = test.__code__
    path = Path(code.co_filename)
    return SnippetError(
        path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path,
        code.co_firstlineno,
        message,
    )


def run(main: Coroutine[Any, Any, T], *, eager: bool = False) -> T:
    """Run a program on the lab's loop, where waiting takes no time.

    Args:
        main: The program's main coroutine.
        eager: Whether every new task starts at once.
    """
    with lab.installed(), asyncio.Runner() as runner:
        if eager:
            loop = runner.get_loop()
            # Older Pythons don't have it; `each_factory` skips them.
            loop.set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined]
        return runner.run(main)


async def duration(work: Awaitable[object]) -> float:
    """How long a piece of work takes, in seconds by the loop's clock, rounded to microseconds."""
    loop = asyncio.get_running_loop()
    start = loop.time()
    await work
    return round(loop.time() - start, 6)


async def rounds(work: Awaitable[object]) -> int:
    """How many rounds the loop makes while something is awaited: 0 if that keeps the turn.

    It counts to `MANY_ROUNDS` only, so that a wait that never ends leaves the loop with nothing
    to do, and the lab reports it.
    """
    loop = asyncio.get_running_loop()
    number = 0
    next_round: asyncio.Handle

    def count() -> None:
        nonlocal number, next_round
        number += 1
        if number < MANY_ROUNDS:
            next_round = loop.call_soon(count)

    next_round = loop.call_soon(count)
    try:
        await work
    finally:
        next_round.cancel()
    return number


def as_read(markdown: str) -> str:
    """A text of a page as a reader sees it: links without addresses, lines joined."""
    text = re.sub(r"\[((?:[^][]|\[[^]]*\])+)\](?:\([^)]*\)|\[[^]]*\])", r"\1", markdown)
    text = re.sub(
        r"(`[^`]*`)|\*+", lambda found: found[1] or "", text
    )  # no emphasis, but `except*`
    return " ".join(text.split())


def says(page: Path, sentence: str) -> None:
    """Check that a page other than a chapter still says what the test tries to refute.

    Args:
        page: The page's file.
        sentence: The sentence as a reader sees it, without its backquotes.
    """
    text = as_read(page.read_text("utf-8")).replace("`", "")
    assert sentence in text, f"{page} doesn't say: {sentence}"


def remembered(chapter: Path) -> Iterator[tuple[int, str]]:
    """The bullets under "What to remember": line number, and text as a reader sees it."""
    text = without_front_matter(chapter)
    if REMEMBER not in text:
        return
    begin = text[: text.index(REMEMBER)].count("\n")
    inside = 0
    for token in tokens(text):
        inside += token.type == "list_item_open"
        inside -= token.type == "list_item_close"
        if token.type == "inline" and inside and token.map and token.map[0] > begin:
            yield token.map[0] + 1, as_read(token.content)
        if token.type == "heading_open" and token.map and token.map[0] > begin:
            return
