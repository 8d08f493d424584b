"""Snippets print what their pages say on Python 3.14 and 3.15, too.

Both come as Pyodide and run under Node, with the lab's loop and its virtual clock: 3.14 is the one
that pages load; 3.15 is a preview, which they do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.programs.recorded import Recorded
from lab.pyodide.interpreter import PYODIDES, Interpreter
from lab.snippets.expected import problems
from lab.snippets.snippet import Snippet
from lab.update import is_run_by, update_on
from tests.support import demand

pytestmark = pytest.mark.browser

VERSIONS = pytest.mark.parametrize("version", PYODIDES, ids=lambda v: f"3.{v[1]}")


class Interpreters:
    """Starts an interpreter when it is first asked for, and another after one has failed."""

    def __init__(self) -> None:
        self._running: dict[tuple[int, int], Interpreter] = {}

    def run(self, path: Path, version: tuple[int, int]) -> Recorded:
        """Run a snippet."""
        if version not in self._running:
            self._running[version] = Interpreter(version)
        try:
            return self._running[version].run(path)
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
    found = problems(snippet, interpreters.run(snippet_path, version), version=version)
    if needs <= version:
        demand(lambda: found)
    else:
        name = f"3.{version[1]}"
        assert found, f"{snippet_path}:1: it does as expected on {name}: lower its requires-python"


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
