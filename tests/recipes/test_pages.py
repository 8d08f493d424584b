"""Each chapter of the first two parts ends with recipes, and the pages by task are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lab.snippets.snippet import SnippetError
from tests.docs.nav import settings
from tests.recipes.recipe import HEADING, PAGES, Recipe, all_recipes, recipes, recipes_by_task
from tests.support import demand

PARTS = ("First steps", "Many at once")
FEWEST, MOST = 2, 4
FEWEST_TASKS = 24
AFTERWARDS = ("Exercises", "What to remember")


def chapters_of(parts: tuple[str, ...]) -> Iterator[Path]:
    """The chapters of some parts of the path."""
    try:
        navigation: Any = settings(Path("mkdocs.yml"))["nav"]
    except SnippetError as error:  # this is asked while tests are collected
        raise pytest.Collector.CollectError(str(error)) from None
    for entry in navigation:
        for name, pages in entry.items():
            if name in parts:
                yield from (Path("docs", page) for one in pages for page in one.values())


def complaints(chapter: Path) -> Iterator[str]:
    """What is missing where a chapter's recipes should be."""
    every = list(recipes(chapter))
    found = [recipe for recipe in every if not recipe.is_with_a_library]
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
    more = [recipe.path for recipe in every if recipe.is_with_a_library]
    for recipe, part in zip(found, section.split("\n### ")[1:], strict=False):
        yield from _incomplete(recipe, part, more)


def _incomplete(recipe: Recipe, part: str, more: list[Path]) -> Iterator[str]:
    before, _, after = part.partition("```snippet")
    words_before = before.split("\n", 1)[1].split()
    words_after = after.partition("```")[2].split()
    programs = re.findall(r"```snippet\n(\S+)", part)
    if len([name for name in programs if Path("snippets", name) not in more]) != 1:
        yield f"{recipe.chapter}:{recipe.line}: a recipe has a heading and one program"
    elif not words_before or not words_after:
        yield (
            f"{recipe.chapter}:{recipe.line}: say above the program when to use it, and below it"
            " what to watch for"
        )


@pytest.mark.parametrize("chapter", list(chapters_of(PARTS)), ids=lambda path: path.stem)
def test_a_chapter_ends_with_recipes(chapter: Path) -> None:
    demand(lambda: complaints(chapter))


BY_TASK = PAGES / "index.md"
NEEDED_BELOW = "**Watch out.**"
LINE_END = "\n"
ROW = re.compile(r"^\| .*\]\((.*)\) \|$", re.MULTILINE)
NEEDED_LAST = "**Test your copy.**"
LIBRARIES = "**Libraries.**"
NO_LIBRARY = f"{LIBRARIES} None that we found"
ARE_LIBRARIES = ("{ #anyio }", "{ #schedule }")


def complaints_by_task(page: Path) -> Iterator[str]:
    """What a recipe on a page of recipes lacks."""
    text = page.read_text("utf-8")
    for part in text.split("\n## ")[1:]:
        heading = part.partition("\n")[0]
        at = f"{page}:{text[: text.index(f'## {heading}')].count(LINE_END) + 1}"
        before, _, after = part.partition("```snippet")
        anchor = re.search(r"\{ #([\w-]+) \}", heading)
        if not before.split("\n", 1)[1].strip().startswith("Use "):
            yield f"{at}: {heading}: say first when to use it and when not: Use this when ..."
        if NEEDED_BELOW not in after:
            yield f"{at}: {heading}: say below the program what to watch for: {NEEDED_BELOW}"
        if NEEDED_LAST not in after:
            yield f"{at}: {heading}: say below that how to test a copy: {NEEDED_LAST}"
        about = after.partition(LIBRARIES)[2]
        shown = heading.endswith(ARE_LIBRARIES) or "/with_" in about
        if not shown and NO_LIBRARY not in after:
            yield (
                f"{at}: {heading}: show the same with a library in a snippet topic/with_name.py,"
                f" and say before it when to use it: {LIBRARIES} Use ... Or: {NO_LIBRARY} ..."
            )
        if not anchor:
            yield f"{at}: {heading}: give the heading an anchor: {{ #name }}"
        elif f"({page.name}#{anchor[1]})" not in BY_TASK.read_text("utf-8"):
            yield f"{BY_TASK}:1: no task leads to {page.name}#{anchor[1]}: add a row for it"


@pytest.mark.parametrize("of", sorted({one.chapter for one in recipes_by_task()}), ids=str)
def test_a_page_by_task_says_when_and_what_to_watch_for(of: Path) -> None:
    demand(lambda: complaints_by_task(of))


def rows_by_task() -> str:
    """The tables that say where to find what one wants to do."""
    return BY_TASK.read_text("utf-8").partition("\n## Libraries")[0]


def rows_twice() -> Iterator[str]:
    """The rows that lead where another row leads."""
    seen: dict[str, int] = {}
    for number, line in enumerate(rows_by_task().split("\n"), 1):
        row = ROW.match(line)
        if row and seen.setdefault(row[1], number) != number:
            yield f"{BY_TASK}:{number}: line {seen[row[1]]} leads to {row[1]}, too: keep one row"


def test_tasks_lead_to_at_least_24_recipes() -> None:
    demand(rows_twice)
    assert len(ROW.findall(rows_by_task())) >= FEWEST_TASKS
    paths = [recipe.path for recipe in all_recipes()]
    assert len(paths) == len(set(paths))


def test_a_mistake_in_the_navigation_is_told_without_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text("nav:\n  - Home: index.md\n\t- Tasks: tasks.md\n", "utf-8")
    with pytest.raises(pytest.Collector.CollectError, match=r"mkdocs\.yml:3: a tab indents"):
        list(chapters_of(PARTS))


def test_what_a_recipe_by_task_lacks_is_found(tmp_path: Path) -> None:
    page = tmp_path / "calls.md"
    page.write_text("# Calls\n\n## Wait\n\nWait.\n\n```snippet\na/b.py\n```\n", "utf-8")
    assert [found.rpartition(": ")[2] for found in complaints_by_task(page)] == [
        "Use this when ...",
        NEEDED_BELOW,
        NEEDED_LAST,
        f"{NO_LIBRARY} ...",
        "{ #name }",
    ]
    whole = "# Calls\n\n## Wait { #unknown }\n\nUse it.\n\n```snippet\na/b.py\n```\n\n"
    page.write_text(whole + NEEDED_BELOW + NEEDED_LAST + NO_LIBRARY, "utf-8")
    [found] = complaints_by_task(page)
    assert found.endswith("no task leads to calls.md#unknown: add a row for it")


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
