"""A page as plain Markdown has in it what its fences name, with the output."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.pages import places
from lab.pages.plain import as_plain

ADDRESS = "https://example.org/lab/"
PROGRAM = '"""Prints."""\n\nprint("`a`")\n\n\nprint("b")\n'
SOURCE = """---
title: Tasks
---

# Tasks

<div class="path" markdown>

[Next](queues.md#many), [home](../index.md), [asyncio.gather][], [result()][asyncio.Task.result].
[Start](queues.md){ .md-button }

</div>

```snippet
tasks/first.py timeline
```

<div class="empty"></div>

<!-- not run: a shell command -->

```text
[a](b.md) [x][]
```

## Heading { data-forms="a, b" }
"""
PLAIN = """\
# Tasks

[Next](https://example.org/lab/learn/queues/#many), \
[home](https://example.org/lab/), `asyncio.gather`, result().
[Start](https://example.org/lab/learn/queues/)

tasks/first.py: Prints.

```python
print("`a`")


print("b")
```

Output:

```text
`a`
b
```

Output on Python 3.14 and newer:

```text
2> warned
```

```text
[a](b.md) [x][]
```

## Heading
"""


@pytest.fixture
def chapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ["docs", "snippets", "exercises"]:
        monkeypatch.setattr(places, name.upper(), tmp_path / name)
    for file, text in {
        "docs/learn/tasks.md": SOURCE,
        "snippets/tasks/first.py": PROGRAM,
        "snippets/tasks/first.out": "`a`\nb\n",
        "snippets/tasks/first.3.14.out": "2> warned\n",
    }.items():
        path = tmp_path / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "docs/learn/tasks.md"


def test_fences_are_filled_in_and_links_lead_to_the_site(chapter: Path) -> None:
    assert as_plain(chapter, ADDRESS) == PLAIN


def test_a_program_in_a_side_note_is_filled_in(chapter: Path) -> None:
    note = (
        '??? deeper "More"\n    Words.\n\n    ```snippet\n    tasks/first.py\n    ```\n\nAfter.\n'
    )
    chapter.write_text(note, "utf-8")
    plain = as_plain(chapter, ADDRESS)
    assert "    ```python" in plain
    assert "```snippet" not in plain
    assert plain.endswith("\nAfter.\n")


def test_the_catalogue_is_a_list_with_links_to_the_files(chapter: Path) -> None:
    chapter.with_name("all.md").write_text("# All\n\n```catalogue\nsnippets\n```\n", "utf-8")
    assert as_plain(chapter.with_name("all.md"), ADDRESS) == (
        "# All\n\n- [tasks/first.py](https://example.org/lab/snippets/tasks/first.py): Prints.\n"
    )


def test_an_exercise_has_its_goal_its_starter_and_a_solution(
    chapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "EXERCISES", Path("exercises"))
    text = "```exercise\ntasks/start_before_you_wait\n```\n"
    chapter.with_name("practice.md").write_text(text, "utf-8")
    plain = as_plain(chapter.with_name("practice.md"), ADDRESS)
    assert plain.startswith("Exercise: ")
    assert plain.count("```python") == 2
    assert "A solution:" in plain


def test_a_fence_that_names_nothing_is_told(chapter: Path) -> None:
    chapter.write_text("```snippet\ntasks/first_.py\n```\n", "utf-8")
    with pytest.raises(ValueError, match=r"did you mean tasks/first\.py"):
        as_plain(chapter, ADDRESS)


def test_no_page_of_the_site_keeps_what_only_its_builder_reads() -> None:
    for path in sorted(Path("docs").rglob("*.md")):
        text = as_plain(path, ADDRESS)
        for mark in ["```snippet", "```exercise", "```catalogue", "{ .md-", "<div", "][asyncio"]:
            assert mark not in text, path
