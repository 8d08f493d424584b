from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from lab.snippets import process
from lab.snippets.process import run_on_lab, run_process
from lab.snippets.snippet import Snippet, SnippetError

ENDLESS = {
    "busy": "while True:\n    pass",
    "catches": """\
while True:
    try:
        while True:
            pass
    except Exception:
        print("on")""",
    "sleeps": """\
import asyncio


async def spin():
    while True:
        await asyncio.sleep(1)


asyncio.run(spin())""",
    "task": """\
import asyncio


async def spin():
    while True:
        pass


async def main():
    asyncio.create_task(spin())
    await asyncio.sleep(1)


asyncio.run(main())""",
}


def write(folder: Path, body: str) -> Snippet:
    path = folder / "idea.py"
    path.write_text(f'"""Idea."""\n\n{body}\n', "utf-8")
    return Snippet.read(path)


@pytest.mark.skipif(sys.platform == "win32", reason="has no groups of processes")
def test_program_that_never_ends_is_ended_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alive = tmp_path / "alive"
    child = (
        f"import time\nwhile True:\n    open({str(alive)!r}, 'a').write('.')\n    time.sleep(.01)"
    )
    body = f"import subprocess\nimport sys\n\nsubprocess.run([sys.executable, '-c', {child!r}])"
    snippet = write(tmp_path, body)
    monkeypatch.setattr(process, "TIME_LIMIT", 3.0)
    with pytest.raises(SnippetError, match=r"idea.py:6: still running after 3 s"):
        run_process(snippet)
    size = alive.stat().st_size
    assert size > 0
    time.sleep(0.5)
    assert alive.stat().st_size == size


@pytest.mark.skipif(sys.platform == "win32", reason="has no timers of the processor")
@pytest.mark.parametrize(
    ("program", "line"), [("busy", 3), ("catches", 5), ("sleeps", 8), ("task", 8)]
)
def test_program_that_computes_for_ever_is_ended_on_the_lab(
    program: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "COMPUTE_LIMIT", 0.5)
    message = r"idea.py:\d+: still computing after 0.5 s: does it repeat something for ever"
    with pytest.raises(SnippetError, match=message) as caught:
        run_on_lab(write(tmp_path, ENDLESS[program]))
    assert abs(caught.value.line - line) <= 1
