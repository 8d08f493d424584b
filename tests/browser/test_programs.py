"""Programs do in the page what they do natively, or say why not."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from lab.snippets.masks import mask
from tests.browser.runtime import Runtime

pytestmark = pytest.mark.browser

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))


def _masked(text: str, path: Path) -> str:
    text = mask(text, ["folder", "traceback", "address"], path)
    return re.sub(r"^[ |]*[~^]+\n", "", text, flags=re.MULTILINE)  # Python 3.11 has other carets


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
@pytest.mark.parametrize("time", ["real", "skip"])
@pytest.mark.parametrize("worker", ["runtime", "suspending"])
def test_a_program_behaves_as_natively(
    request: pytest.FixtureRequest, worker: str, path: Path, time: str
) -> None:
    runtime: Runtime = request.getfixturevalue(worker)
    native = subprocess.run(
        [sys.executable, path.name], cwd=path.parent, capture_output=True, text=True, check=False
    )
    result = runtime.run(path.read_text("utf-8"), path.name, time)
    assert _masked(result.text(), path) == _masked(native.stdout, path)
    assert _masked(result.text("stderr"), path) == _masked(native.stderr, path)
    assert result.done["status"] == native.returncode


@pytest.mark.parametrize(
    ("source", "error", "words"),
    [
        (
            "import _thread\n_thread.start_new_thread(print, ())",
            "RuntimeError",
            "can't start new thread: there are no threads in the page",
        ),
        (
            "import asyncio, queue\nasyncio.run(asyncio.to_thread(queue.Queue().get))",
            "CannotWait",
            "Queue.get can't wait in a thread for what the program has yet to do",
        ),
        (
            "import threading\nthreading.Event().wait()",
            "Deadlock",
            "Event.wait waits, and no thread is left that could end it",
        ),
    ],
)
def test_what_a_page_does_not_have_says_so(
    runtime: Runtime, source: str, error: str, words: str
) -> None:
    result = runtime.run(source)
    assert result.done["error"]["type"] == error
    assert words in result.done["error"]["message"]
    assert words in result.text("stderr")


def test_a_signal_raised_by_the_program_is_handled(runtime: Runtime) -> None:
    source = (
        "import asyncio, signal\n"
        "async def main():\n"
        "    asyncio.get_running_loop().call_later(1, signal.raise_signal, signal.SIGINT)\n"
        "    try:\n"
        "        await asyncio.sleep(10)\n"
        "    finally:\n"
        "        print('cleaning up')\n"
        "asyncio.run(main())\n"
    )
    result = runtime.run(source)
    assert result.text() == "cleaning up\n"
    assert result.done["error"]["type"] == "KeyboardInterrupt"
