"""What `python -m asyncio ps` and `pstree` print of a process opens on the page *Your program*.

The files in `moments/` are real outputs, of `waiting.py`, with the folders left out;
`tests/claims/test_seeing_inside.py` compares them with the Pythons at hand.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_your_program import own

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

MOMENTS = Path(__file__).parent / "moments"
LONG = "a name of more than twenty letters"


def waits(trace: dict[str, Any]) -> list[tuple[str, str, list[str]]]:
    """Each task, what it waits for, and where it is."""
    return [
        (task["name"], stretch["what"], [frame["function"] for frame in stretch["chain"]])
        for task, stretch in zip(trace["tasks"], trace["stretches"], strict=True)
    ]


EXPECTED = [
    ("Task-1", f"collect, {LONG}", ["main", "TaskGroup.__aexit__", "TaskGroup._aexit"]),
    (LONG, "sleep", ["sleep"]),
    ("collect", "send mail, send mail", ["collect"]),
    ("send mail", "Lock.acquire", ["send", "_ContextManagerMixin.__aenter__", "Lock.acquire"]),
    ("send mail", "sleep", ["send", "sleep"]),
]


@pytest.mark.parametrize("version", ["3.14", "3.15"])
@pytest.mark.parametrize("command", ["ps", "pstree"])
def test_what_asyncio_prints_of_a_process_opens(command: str, version: str) -> None:
    (read,) = own(MOMENTS / f"{command}.{version}.txt")
    assert sorted(waits(read["trace"])) == EXPECTED
    lines = [frame["line"] for frame in read["trace"]["stretches"][0]["chain"]]
    assert lines[0] == (21 if command == "pstree" else None)


def test_a_table_from_a_terminal_opens(tmp_path: Path) -> None:
    """Terminals leave out the spaces at a line's end, and put the command above."""
    table = (MOMENTS / "ps.3.14.txt").read_text("utf-8")
    file = tmp_path / "table.txt"
    lines = [line.rstrip() for line in table.splitlines()]
    file.write_text("\n".join(["$ python -m asyncio ps 27071", *lines]), "utf-8")
    (read,) = own(file)
    assert sorted(waits(read["trace"])) == EXPECTED


def test_a_task_that_two_wait_for_is_one(tmp_path: Path) -> None:
    file = tmp_path / "tree.txt"
    file.write_text(
        "└── (T) Task-1\n    └──  main a.py:1\n        ├── (T) one\n"
        "        │   └──  work a.py:2\n        │       └── (T) load\n"
        "        │           └──  load a.py:3\n        └── (T) two\n"
        "            └──  work a.py:2\n                └── (T) load\n"
        "                    └──  load a.py:3\n",
        "utf-8",
    )
    (read,) = own(file)
    assert waits(read["trace"]) == [
        ("Task-1", "one, two", ["main"]),
        ("one", "load", ["work"]),
        ("load", "load", ["load"]),
        ("two", "load", ["work"]),
    ]


def test_several_trees_open(tmp_path: Path) -> None:
    file = tmp_path / "trees.txt"
    file.write_text("└── (T) Task-1\n    └──  main a.py:1\n└── (T) Task-2\n", "utf-8")
    (read,) = own(file)
    assert waits(read["trace"]) == [("Task-1", "main", ["main"]), ("Task-2", "", [])]
