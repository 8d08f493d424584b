from __future__ import annotations

import re
from pathlib import Path

import pytest

from lab.pages import pictures
from lab.pages.pictures import picture
from lab.snippets.snippet import Snippet

SNIPPETS = Path("snippets")
TURNS = SNIPPETS / "event_loop/turns.py"
WITH_A_SERVER = SNIPPETS / "chaining/three_at_once.py"
WITH_REAL_SOCKETS = SNIPPETS / "chaining/naive_check.py"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CACHE", tmp_path / "pictures")


@pytest.mark.parametrize("path", [TURNS, WITH_A_SERVER, WITH_REAL_SOCKETS], ids=lambda p: p.stem)
def test_picture_is_the_same_at_every_build(path: Path, tmp_path: Path) -> None:
    snippet = Snippet.read(path)
    first = picture(snippet)
    for kept in pictures.CACHE.iterdir():
        kept.unlink()
    assert picture(snippet) == first
    assert picture(snippet, [Snippet.read(TURNS), Snippet.read(WITH_A_SERVER)]) == first


def test_picture_has_a_lane_for_each_task_and_a_table() -> None:
    shown = picture(Snippet.read(SNIPPETS / "home/three_at_once.py")).figure
    for name in ["main", "news", "mail", "weather"]:
        assert f">{name}<" in shown
    assert "<table" in shown
    assert "sleep 0.3 s" in shown


def test_prints_come_with_time_and_task() -> None:
    prints = picture(Snippet.read(SNIPPETS / "home/three_at_once.py")).prints
    assert prints[0] == ("0 s · news", "news: asked")
    assert prints[-1] == ("0.3 s · main", "all done in 0.3 s")


def test_where_no_time_passes_prints_come_with_the_task_alone() -> None:
    assert picture(Snippet.read(TURNS)).prints[0][0] == "worker"


def test_real_sockets_are_drawn_by_the_virtual_clock_too() -> None:
    shown = picture(Snippet.read(WITH_REAL_SOCKETS)).figure
    assert "blocks the loop 0.4 s" in shown


def test_picture_is_recorded_once_and_kept() -> None:
    snippet = Snippet.read(TURNS)
    picture(snippet, [Snippet.read(WITH_A_SERVER)])
    kept = {file: file.stat().st_mtime_ns for file in pictures.CACHE.iterdir()}
    assert len(kept) == 2
    picture(snippet)
    picture(Snippet.read(WITH_A_SERVER))
    assert {file: file.stat().st_mtime_ns for file in pictures.CACHE.iterdir()} == kept


def test_changed_snippet_gets_another_picture(tmp_path: Path) -> None:
    path = tmp_path / "idea.py"
    source = '"""Idea."""\n\nimport asyncio\n\nasyncio.run(asyncio.sleep(1))\n'
    path.write_text(source)
    before = picture(Snippet.read(path)).figure
    path.write_text(source.replace("sleep(1)", "sleep(2)"))
    after = picture(Snippet.read(path)).figure
    assert re.search(r"sleep 1 s", before)
    assert re.search(r"sleep 2 s", after)
