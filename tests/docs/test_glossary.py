"""The glossary and the chapters fit: each term is taught somewhere, and used there.

That the glossary is right, and that a chapter uses the terms that it teaches, test_pages.py says of
each page.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.terms import wrong_terms

BARRIER = "## Barrier\n\nA place. See [Sharing](../learn/sharing.md).\n"
TASK = '## Task { data-forms="task" }\n\nA coroutine. See [Tasks](../learn/tasks.md).\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{BARRIER}\n{TASK}", ""),
        (f"{TASK}\n{BARRIER}", "5: put 'Barrier' above 'Task': the terms are in order"),
        (f"{BARRIER}\n## Fence\n\nA thing.\n", "5: say where 'Fence' is taught, in a link such as"),
        (
            f"{BARRIER}\n## Fence\n\n{TASK}",
            "5: explain 'Fence' in a sentence that ends with a full",
        ),
        (BARRIER.replace("sharing.md", "shar.md"), "1: there is no page docs/learn/shar.md"),
        (
            BARRIER.replace("## Barrier", '## Barrier { data-forms="barrier, task" }')
            + f"\n{TASK}",
            "5: 'task' is a form of 'Barrier', too (line 1): drop it from one of them",
        ),
        (TASK.replace('task" }', "task }"), '1: write { data-forms="one form, another form" }'),
    ],
)
def test_a_mistake_in_the_glossary_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("learn/sharing.md", "learn/tasks.md", "reference/glossary.md"):
        page = Path("docs", name)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, "utf-8")
    glossary = Path("docs/reference/glossary.md")
    found = list(wrong_terms(glossary))
    assert len(found) == bool(told), found
    assert not told or found[0].startswith(f"{glossary}:{told}")
