from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown import Markdown

from lab.pages import glossary
from lab.pages.glossary import terms

GLOSSARY = """---
title: Glossary
---

# Glossary

## Event

A flag that
[tasks](#task) wait for, by `wait()`. See [Sharing](../learn/sharing.md).

## Event loop

What runs everything.

## I/O { data-forms="I/O" }

Input and output.

## Task

A coroutine that the loop "looks after". More of it. See [Tasks](../learn/tasks.md).

## Turn { data-forms="a turn, take turns" }

The time in which a task runs.
"""


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glossary, "GLOSSARY", tmp_path / "docs/reference/glossary.md")
    monkeypatch.setattr(glossary, "PAGES", tmp_path / "docs/learn")
    for folder in ["reference", "learn/more"]:
        (tmp_path / "docs" / folder).mkdir(parents=True)
    (tmp_path / "docs/reference/glossary.md").write_text(GLOSSARY, "utf-8")


def page(folder: Path, text: str, name: str = "learn/page.md") -> str:
    """The HTML of a page, with `[[` and `]]` for the links to the glossary."""
    (folder / "docs" / name).write_text(f"---\ntitle: Page\n---\n\n{text}", "utf-8")
    extensions = [
        "admonition",
        "attr_list",
        "tables",
        "toc",
        "pymdownx.superfences",
        "lab.pages.glossary",
    ]
    shown = str(Markdown(extensions=extensions).convert(text))
    return re.sub(r'<a class="lab-term"[^>]*>(.*?)</a>', r"[[\1]]", shown, flags=re.S)


def section(folder: Path, text: str) -> str:
    return page(folder, f"## Section\n\n{text}").partition("</h2>\n")[2]


def test_a_term_is_linked_where_it_is_first_used(tmp_path: Path) -> None:
    assert section(tmp_path, "A task, a task.\n\nTask and tasks.") == (
        "<p>A [[task]], a task.</p>\n<p>Task and tasks.</p>"
    )


def test_the_link_says_the_definitions_first_sentence(tmp_path: Path) -> None:
    text = "## Section\n\nAn event for each task."
    (tmp_path / "docs/learn/more/page.md").write_text(text, "utf-8")
    shown = Markdown(extensions=["lab.pages.glossary"]).convert(text)
    assert (
        '<a class="lab-term" href="../../reference/glossary.md#event"'
        ' title="A flag that tasks wait for, by wait().">event</a>'
    ) in shown
    assert 'title="A coroutine that the loop &quot;looks after&quot;.">task</a>' in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Two tasks.", "Two [[tasks]]."),
        ("TASKS wait.", "[[TASKS]] wait."),
        ("The task's name.", "The [[task]]'s name."),
        ("An event\nloop, not an event.", "An [[event\nloop]], not an [[event]]."),
        ("An event loop, an event loop.", "An [[event loop]], an event loop."),
        ("It turns, it has a turn.", "It turns, it has [[a turn]]."),
        ("For I/O, and tasks.", "For [[I/O]], and [[tasks]]."),
        ("A **task and an event**, an I/O.", "A <strong>[[task]] and an [[event]]</strong>"),
        ("multitasking, task-based, subtask, a.task", "multitasking, task-based, subtask, a.task"),
    ],
)
def test_a_term_has_several_forms(tmp_path: Path, text: str, shown: str) -> None:
    assert section(tmp_path, text).startswith(f"<p>{shown}")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A `task`. A task.", "<p>A <code>task</code>. A [[task]].</p>"),
        ("[a task](https://example.org) or task", 'org">a task</a> or [[task]]</p>'),
        ("### A task\n\nA task.", "A task</h3>\n<p>A [[task]].</p>"),
        ("- one task", "<li>one [[task]]</li>"),
        ("| task |\n| --- |\n| a task |", "<td>a [[task]]</td>"),
        ("| task |\n| --- |\n| a task |", "<th>task</th>"),
        ('!!! note "A task"\n    No task.', '<p class="admonition-title">A task</p>'),
        ('!!! note "A task"\n    No task.', "<p>No [[task]].</p>"),
        ("```text\na task\n```\n", "a task\n"),
        ("<figure>a task</figure>\n", "<figure>a task</figure>"),
        ("&lt;a task&gt;", "<p>&lt;a [[task]]&gt;</p>"),
    ],
)
def test_only_running_text_is_linked(tmp_path: Path, text: str, shown: str) -> None:
    assert shown in section(tmp_path, text)


def test_where_a_page_defines_a_term_that_is_the_link(tmp_path: Path) -> None:
    assert section(tmp_path, "Some task, an event.\n\nA *task* is an *event* of *mine*.") == (
        "<p>Some task, an event.</p>\n"
        "<p>A [[<em>task</em>]] is an [[<em>event</em>]] of <em>mine</em>.</p>"
    )


def test_what_a_page_promises_before_its_first_section_is_not_linked(tmp_path: Path) -> None:
    shown = page(tmp_path, "# Page\n\n- you know a task\n\n## Section\n\nA task.")
    assert "<li>you know a task</li>" in shown
    assert "<p>A [[task]].</p>" in shown


def test_only_pages_that_teach_are_linked(tmp_path: Path) -> None:
    text = "## Section\n\nA task."
    assert "[[" not in page(tmp_path, text, "index.md")
    assert "[[" not in page(tmp_path, text, "reference/page.md")
    assert "[[task]]" in page(tmp_path, text, "learn/page.md")


def test_a_glossary_says_where_each_term_is_taught() -> None:
    known = {term.name: term for term in terms(glossary.GLOSSARY)}
    assert known["Event"].chapters == ("../learn/sharing.md",)
    assert known["I/O"].forms == ("i/o",)
    assert known["I/O"].anchor == "io"
    assert known["Task"].line == GLOSSARY.splitlines().index("## Task") + 1


def test_without_a_glossary_there_are_no_links(tmp_path: Path) -> None:
    glossary.GLOSSARY.unlink()
    assert section(tmp_path, "A task.") == "<p>A task.</p>"
