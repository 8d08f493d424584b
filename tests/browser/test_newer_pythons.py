"""Snippets print what their pages say on Python 3.14 and 3.15, too.

Both come as Pyodide and run under Node, with the lab's loop and its virtual clock: 3.14 is the one
that pages load; 3.15 is a preview, which they do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from lab.programs.recorded import Recorded
from lab.pyodide.interpreter import PYODIDES, Interpreter
from lab.snippets.expected import problems
from lab.snippets.snippet import Snippet
from lab.update import is_run_by, update_on
from tests.browser.runtime import PYTHON
from tests.docs.nav import settings
from tests.support import demand

pytestmark = pytest.mark.browser

Answer = TypeVar("Answer")
PART_FOUR = "In production"
"""Its chapters need processes, threads and packages: those that this Python lacks."""
NOT_UNDER_NODE = {
    "does not support processes": "Pyodide starts no processes",
    r"\[Errno 28\] Invalid argument": "asyncio's own loop needs the system's sockets",
    "wasm magic number|does not define module export|No module named 'librt": (
        "a library has a part in C or Rust"
    ),
    "unsupported platform": "Trio needs the system's sockets",
}
"""What a failed test says if its Python lacks what it needs, and what that is."""
OUT_OF_REACH = {
    "test_census": "it looks at pages, with fixtures",
    "test_an_eager_task_that_cancels_its_group": "Pyodide's Python 3.15 is older than gh-155418",
    "test_blocking_calls_and_threads_are_not_stopped": "threads",
    "test_a_failed_call_costs_all_results": "threads",
    "test_a_running_thread_goes_on": "threads",
    "test_a_thread_cannot_be_stopped": "threads",
    "test_a_thread_that_waits_for_the_keyboard": "threads",
    "test_slow_turns_are_logged_in_debug_mode": "threads",
    "test_the_loop_of_this_page_sleeps": "the selector of this Python waits in a busy loop",
    "test_threads_and_tasks_wait_together": "threads",
    "test_two_keys_of_one_name_are_two": "aiohttp looks for a module's frame: pytest's differ",
    "test_what_may_go_on_after_a_call": "threads",
}
"""Tests that can't pass under Node, and why. Pyodide runs a thread's function at once."""


def claims() -> list[Path]:
    """The files with the claims of all chapters but those of part four."""
    nav = settings(Path("mkdocs.yml"))["nav"]
    assert isinstance(nav, list)
    parts = [pages for part in nav for title, pages in part.items() if title == PART_FOUR]
    left_out = {f"test_{Path(name).stem.replace('-', '_')}" for name in _names(parts)}
    files = sorted(Path("tests/claims").glob("test_*.py"))
    return [path for path in files if path.stem not in left_out]


def _names(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    inner = entry.values() if isinstance(entry, dict) else entry
    return [name for one in inner for name in _names(one)]  # type: ignore[attr-defined]  # a list


VERSIONS = pytest.mark.parametrize("version", PYODIDES, ids=lambda v: f"3.{v[1]}")


class Interpreters:
    """Starts an interpreter when it is first asked for, and another after one has failed."""

    def __init__(self) -> None:
        self._running: dict[tuple[int, int], Interpreter] = {}

    def run(self, path: Path, version: tuple[int, int]) -> Recorded:
        """Run a snippet."""
        return self.ask(version, lambda python: python.run(path))

    def ask(self, version: tuple[int, int], question: Callable[[Interpreter], Answer]) -> Answer:
        """Ask an interpreter something."""
        if version not in self._running:
            self._running[version] = Interpreter(version)
        try:
            return question(self._running[version])
        except BaseException:  # the time limit of a test, too
            self._running.pop(version).stop()
            raise

    def stop(self) -> None:
        """End all."""
        for interpreter in self._running.values():
            interpreter.stop()


@pytest.fixture(scope="module")
def interpreters() -> Iterator[Interpreters]:
    running = Interpreters()
    yield running
    running.stop()


@VERSIONS
def test_each_snippet_prints_what_its_page_says(
    snippet_path: Path, version: tuple[int, int], interpreters: Interpreters
) -> None:
    snippet = Snippet.read(snippet_path)
    needs = snippet.metadata.python
    if needs <= version and not is_run_by(version, snippet):
        pytest.skip(reason=snippet.metadata.reasons["browser"])
    if needs <= version == PYTHON and snippet.metadata.in_browser:
        # On the same Python and the same loop, by the same clock, in the worker that pages load.
        pytest.skip(reason="test_runtime.py runs what pages run on their Python")
    found = problems(snippet, interpreters.run(snippet_path, version), version=version)
    if needs <= version:
        demand(lambda: found)
    else:
        name = f"3.{version[1]}"
        assert found, f"{snippet_path}:1: it does as expected on {name}: lower its requires-python"


@VERSIONS
@pytest.mark.parametrize("path", claims(), ids=lambda path: path.stem)
def test_what_the_chapters_claim_holds(
    path: Path, version: tuple[int, int], interpreters: Interpreters
) -> None:
    if path.stem in OUT_OF_REACH:
        pytest.skip(reason=OUT_OF_REACH[path.stem])
    found = interpreters.ask(version, lambda python: python.run_tests(path))
    assert found
    wrong = [
        f"{name}: {said}"
        for name, outcome, said in found
        if outcome == "failed" and name.partition("[")[0] not in OUT_OF_REACH
        if not any(re.search(reason, said) for reason in NOT_UNDER_NODE)
    ]
    assert not wrong, "\n".join(wrong)


@VERSIONS
def test_a_claim_that_does_not_hold_is_found(
    version: tuple[int, int], interpreters: Interpreters, tmp_path: Path
) -> None:
    path = tmp_path / "tests" / "test_idea.py"
    path.parent.mkdir()
    path.write_text("def test_one():\n    assert 1\n\ndef test_two():\n    assert 1 > 2\n", "utf-8")
    found = interpreters.ask(version, lambda python: python.run_tests(path))
    assert [outcome for _, outcome, _ in found] == ["passed", "failed"]
    assert "assert 1 > 2" in found[1][2]


@VERSIONS
def test_an_interpreter_is_the_python_it_says(
    version: tuple[int, int], interpreters: Interpreters, tmp_path: Path
) -> None:
    path = tmp_path / "idea.py"
    path.write_text("import sys\nprint(*sys.version_info[:2])\nprint(2, file=sys.stderr)\n1 / 0\n")
    run = interpreters.run(path, version)
    assert run.status == 1
    text = "".join(piece.text for piece in run.pieces)
    assert text.startswith(f"{version[0]} {version[1]}\n2\nTraceback (most recent call last):\n")


def test_a_program_that_ends_python_is_named(interpreters: Interpreters, tmp_path: Path) -> None:
    path = tmp_path / "idea.py"
    path.write_text("import os\nos._exit(3)\n")
    with pytest.raises(RuntimeError, match=r"idea\.py:1: Python came to its end"):
        interpreters.run(path, (3, 14))


OLD = '"""Idea."""\n\nimport sys\n\nprint("old" if sys.version_info < (3, 15) else "new")\n'
NEEDS = '# /// script\n# requires-python = ">=3.15"\n# ///\n'


def test_update_writes_what_a_newer_python_prints(tmp_path: Path) -> None:
    def files(name: str) -> dict[str, str]:
        found = sorted(tmp_path.glob(f"{name}.*"))
        return {path.name: path.read_text("utf-8") for path in found if path.suffix == ".out"}

    paths = {}
    for name, source in {
        "differs": OLD,
        "same": OLD.replace("new", "old"),
        "inline": NEEDS + OLD,
        "beside": NEEDS + "import sys\n" + OLD + "print(1, file=sys.stderr)\n",
    }.items():
        paths[name] = tmp_path / f"{name}.py"
        paths[name].write_text(source, "utf-8")
        if "requires" not in source:
            paths[name].with_suffix(".out").write_text("old\n", "utf-8")
    with Interpreter((3, 15)) as python:
        changed = {name: update_on(path, python) for name, path in paths.items()}
        assert changed == {"differs": True, "same": False, "inline": True, "beside": True}
        assert not any(update_on(path, python) for path in paths.values())
    assert files("differs") == {"differs.out": "old\n", "differs.3.15.out": "new\n"}
    assert files("same") == {"same.out": "old\n"}
    assert files("inline") == {}
    assert paths["inline"].read_text("utf-8").endswith("#> new\n")
    assert files("beside") == {"beside.out": "new\n2> 1\n"}
