from __future__ import annotations

import re
import sys
import time
from pathlib import Path

import pytest

from lab.pages import pictures
from lab.pages.pictures import picture
from lab.snippets.snippet import Snippet, SnippetError

SNIPPETS = Path("snippets")
TURNS = SNIPPETS / "event_loop/turns.py"
WITH_A_SERVER = SNIPPETS / "chaining/three_at_once.py"
WITH_REAL_SOCKETS = SNIPPETS / "chaining/naive_check.py"


@pytest.fixture(autouse=True)
def _empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "CACHE", tmp_path / "pictures")
    monkeypatch.setattr(pictures, "_failures", {})


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
    assert picture(Snippet.read(TURNS)).prints[0][0] == "Ada"


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


def write(folder: Path, name: str, body: str) -> Snippet:
    path = folder / f"{name}.py"
    path.write_text(f'"""Idea."""\n\n{body}\n', "utf-8")
    return Snippet.read(path)


def why_not(snippet: Snippet) -> str:
    with pytest.raises(SnippetError) as caught:
        picture(snippet)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "line", "message"),
    [
        ("def f():\n    return nothing\n\n\nf()", 4, "exit status 1, expected 0 (NameError: name"),
        ("import os\n\nos._exit(0)", 1, "the program ended its process"),
        ("import os\n\nos.kill(os.getpid(), 9)", 1, "the program ended its process"),
        ("import sys\n\nsys.exit(3)", 1, "exit status 3, expected 0"),
        ("import no_such_module", 3, "exit status 1, expected 0 (ModuleNotFoundError"),
    ],
)
def test_one_broken_program_costs_its_own_picture_only(
    body: str, line: int, message: str, tmp_path: Path
) -> None:
    broken = write(tmp_path, "broken", body)
    whole = write(tmp_path, "whole", "print(1)")
    assert "svg" in picture(whole, [broken]).figure
    why = why_not(broken)
    assert why.startswith(f"{broken.path}:{line}: its timeline can't be drawn: ")
    assert message in why
    assert len(list(pictures.CACHE.iterdir())) == 1  # a failure is not kept


@pytest.mark.parametrize("text", ["def f(:\n", '# /// script\n# x = [\n# ///\n"""Idea."""\n'])
def test_program_that_cant_be_read_costs_its_own_picture_only(text: str, tmp_path: Path) -> None:
    path = tmp_path / "unreadable.py"
    path.write_text(text, "utf-8")
    unreadable = Snippet.read(path)
    assert "svg" in picture(write(tmp_path, "whole", "print(1)"), [unreadable]).figure
    assert why_not(unreadable).startswith(f"{path}:1: ")


@pytest.mark.skipif(sys.platform == "win32", reason="has no groups of processes")
def test_program_that_never_ends_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAB_TIME_LIMIT", "5")  # to start may take 2
    alive = tmp_path / "alive"
    child = (
        f"import time\nwhile True:\n    open({str(alive)!r}, 'a').write('.')\n    time.sleep(.01)"
    )
    endless = write(
        tmp_path,
        "endless",
        f"import subprocess\nimport sys\n\nsubprocess.run([sys.executable, '-c', {child!r}])",
    )
    whole = write(tmp_path, "whole", "print(1)")
    assert "svg" in picture(whole, [endless]).figure
    why = why_not(endless)
    assert why.startswith(f"{endless.path}:6: its timeline can't be drawn: still running after 5 s")
    size = alive.stat().st_size
    assert size > 0
    time.sleep(0.2)
    assert alive.stat().st_size == size


@pytest.mark.skipif(sys.platform == "win32", reason="has no groups of processes")
def test_what_a_program_leaves_running_is_ended(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    child = (
        f"import time\nwhile True:\n    open({str(alive)!r}, 'a').write('.')\n    time.sleep(.01)"
    )
    body = (
        "import os\nimport subprocess\nimport sys\n\n"
        f"subprocess.Popen([sys.executable, '-c', {child!r}])\n"
        f"while not os.path.exists({str(alive)!r}):\n    pass"
    )
    with pytest.raises(SnippetError, match=r"leaves.py:\d+: the process that this starts"):
        picture(write(tmp_path, "leaves", body))
    size = alive.stat().st_size
    time.sleep(0.2)
    assert alive.stat().st_size == size
