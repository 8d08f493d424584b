"""Each chapter of the first two parts ends with recipes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.docs.nav import settings
from tests.recipes.recipe import HEADING, Recipe, recipes
from tests.support import demand

PARTS = ("First steps", "Many at once")
FEWEST, MOST = 2, 4
AFTERWARDS = ("Exercises", "What to remember")


def chapters_of(parts: tuple[str, ...]) -> Iterator[Path]:
    """The chapters of some parts of the path."""
    navigation: Any = settings(Path("mkdocs.yml"))["nav"]
    for entry in navigation:
        for name, pages in entry.items():
            if name in parts:
                yield from (Path("docs", page) for one in pages for page in one.values())


def complaints(chapter: Path) -> Iterator[str]:
    """What is missing where a chapter's recipes should be."""
    found = list(recipes(chapter))
    if not FEWEST <= len(found) <= MOST:
        yield (
            f"{chapter}:1: it has {len(found)} recipes: write {FEWEST} to {MOST} under {HEADING!r},"
            " each with a heading, when to use it, the program, and what to watch for"
        )
        return
    text = chapter.read_text("utf-8")
    if not text.partition(HEADING)[2].partition("\n## ")[2].startswith(AFTERWARDS):
        yield f"{chapter}:1: put {HEADING!r} right before {AFTERWARDS[0]!r} or {AFTERWARDS[1]!r}"
    section = text[text.index(HEADING) :].split("\n## ")[0]
    for recipe, part in zip(found, section.split("\n### ")[1:], strict=False):
        yield from _incomplete(recipe, part)


def _incomplete(recipe: Recipe, part: str) -> Iterator[str]:
    before, _, after = part.partition("```snippet")
    words_before = before.split("\n", 1)[1].split()
    words_after = after.partition("```")[2].split()
    if len(re.findall("```snippet", part)) != 1:
        yield f"{recipe.chapter}:{recipe.line}: a recipe has a heading and one program"
    elif not words_before or not words_after:
        yield (
            f"{recipe.chapter}:{recipe.line}: say above the program when to use it, and below it"
            " what to watch for"
        )


@pytest.mark.parametrize("chapter", list(chapters_of(PARTS)), ids=lambda path: path.stem)
def test_a_chapter_ends_with_recipes(chapter: Path) -> None:
    demand(lambda: complaints(chapter))


CHAPTER = """# A chapter

## Recipes

### One thing

Use it here.

```snippet
tasks/every.py
```
{after}
### Another

Use it there.

```snippet
tasks/background.py folded
```

Watch out.

## What to remember
"""


def test_what_a_recipe_lacks_is_found(tmp_path: Path) -> None:
    chapter = tmp_path / "chapter.md"
    chapter.write_text(CHAPTER.format(after="\nMind this.\n"), "utf-8")
    assert list(complaints(chapter)) == []
    chapter.write_text(CHAPTER.format(after=""), "utf-8")
    [found] = complaints(chapter)
    assert "say above the program when to use it, and below it" in found
    chapter.write_text("# A chapter\n", "utf-8")
    [found] = complaints(chapter)
    assert "it has 0 recipes" in found
