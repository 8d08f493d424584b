from __future__ import annotations

import subprocess
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
    monkeypatch.setattr(process, "COMPUTE_LIMIT", 0.2)
    message = r"idea.py:\d+: still computing after 0.2 s: does it repeat something forever"
    with pytest.raises(SnippetError, match=message) as caught:
        run_on_lab(write(tmp_path, ENDLESS[program]))
    assert abs(caught.value.line - line) <= 1


WAITS = """\
import subprocess
import sys

HANGS = [sys.executable, "-c", "import time; time.sleep(600)"]
{start}
print("done")"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no signals for threads")
@pytest.mark.parametrize("start", ["subprocess.run(HANGS)", "subprocess.Popen(HANGS).wait()"])
def test_child_that_hangs_is_ended_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str
) -> None:
    monkeypatch.setattr(process, "TIME_LIMIT", 1.5)
    started: list[subprocess.Popen[bytes]] = []
    wait = subprocess.Popen.wait

    def noted(child: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        started.append(child)
        return wait(child, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", noted)
    with pytest.raises(SnippetError) as caught:
        run_on_lab(write(tmp_path, WAITS.format(start=start)))
    assert caught.value.line == 7
    assert "still waiting for the process that it started (python" in str(caught.value)
    assert started
    assert all(child.poll() is not None for child in started)


def test_child_that_ends_is_left_alone(tmp_path: Path) -> None:
    run = run_on_lab(write(tmp_path, WAITS.format(start="").replace("600", "0")))
    assert run.status == 0
