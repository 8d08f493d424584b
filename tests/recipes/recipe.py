"""How a test gets hold of a recipe's functions, and of its main coroutine."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio

from lab.loop.dates import following_dates
from lab.pages.embed import Embed
from lab.snippets.snippet import Snippet
from tests.docs.pages import fences, without_front_matter

CHAPTERS = Path("docs/learn")
PAGES = Path("docs/recipes")
HEADING = "## Recipes"
WITH_ANYIO = Path("snippets/recipes/with_anyio.py")
"""A recipe of its own."""


@dataclass(frozen=True)
class Recipe:
    """A program that a chapter or a page of recipes offers to copy."""

    chapter: Path
    line: int
    path: Path

    @property
    def is_with_a_library(self) -> bool:
        """Whether it does with a library what the program above it does."""
        return (
            self.path.stem.startswith("with_")
            and self.path != WITH_ANYIO
            and bool(Snippet.read(self.path).metadata.dependencies)
        )


def recipes(chapter: Path) -> Iterator[Recipe]:
    """The recipes of a chapter."""
    text = without_front_matter(chapter)
    if HEADING not in text:
        return
    begin = text[: text.index(HEADING)].count("\n") + 1
    end = begin + text[text.index(HEADING) + 3 :].split("\n## ")[0].count("\n")
    for line, _, info, embed in fences(chapter):
        if begin < line <= end and info == "snippet":
            yield Recipe(chapter, line, Path("snippets") / Embed.parse(embed).file)


def recipes_by_task() -> Iterator[Recipe]:
    """The programs on the pages of recipes."""
    for page in sorted(PAGES.glob("*.md")):
        for line, _, info, embed in fences(page):
            if info == "snippet":
                yield Recipe(page, line, Path("snippets") / Embed.parse(embed).file)


def all_recipes() -> list[Recipe]:
    """The recipes of all chapters, and those of the pages of recipes."""
    chapters = sorted(CHAPTERS.glob("*.md"))
    return [
        *(recipe for chapter in chapters for recipe in recipes(chapter)),
        *recipes_by_task(),
    ]


def main_of(path: Path) -> tuple[SimpleNamespace, Coroutine[Any, Any, Any] | None]:
    """Load a program without running it: its names, and what it gives to `asyncio.run`."""
    started: list[Coroutine[Any, Any, Any]] = []

    def keep(main: Coroutine[Any, Any, Any]) -> None:
        started.append(main)

    names: dict[str, Any] = {"__name__": path.stem, "__file__": str(path)}
    run, anyio_run = asyncio.run, anyio.run
    asyncio.run = keep  # type: ignore[assignment]
    anyio.run = lambda main, *arguments: keep(main(*arguments))
    try:
        # A library that says `from datetime import datetime` keeps to the lab's clock later, too.
        with contextlib.redirect_stdout(io.StringIO()), following_dates():
            exec(compile(Snippet.read(path).source, path, "exec"), names)  # noqa: S102 - our own
    finally:
        asyncio.run, anyio.run = run, anyio_run
    return SimpleNamespace(**names), started[0] if started else None


def load(name: str) -> Any:  # noqa: ANN401 - whatever the program defines
    """The functions and classes of a recipe.

    Args:
        name: Its file below `snippets/`, without the suffix.
    """
    names, main = main_of(Path(f"snippets/{name}.py"))
    if main is not None:
        main.close()
    return names
