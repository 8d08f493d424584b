"""Each command in README and CONTRIBUTING works: some are run, make is asked of the rest."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import make_environment

PAGES = ["README.md", "CONTRIBUTING.md", ".github/pull_request_template.md"]
MAKE = shutil.which("make") or ""
PYTHON = re.compile(r"(\.venv/bin/)?python ")
WITHOUT_MAKE = "python -m venv .venv\n"
"""How the recipe without make begins: tests/docs/test_readme.py compares it with what make does."""


def commands() -> list[tuple[str, str]]:
    """The commands that people are to type, each with its page."""
    found = []
    for page in PAGES:
        text = Path(page).read_text("utf-8")
        blocks = re.findall(r"^ *```sh\n(.*?)```", text, re.MULTILINE | re.DOTALL)
        quoted = re.findall(r"`((?:make|(?:\.venv/bin/)?python -m) [^`]+)`", text)
        lines = "\n".join(b for b in blocks if not b.startswith(WITHOUT_MAKE)).splitlines()
        for line in [*lines, *quoted]:
            typed = re.sub(r"\s+#.*", "", line)
            found += [(page, one.strip()) for one in typed.split("&&") if one.strip()]
    return list(dict.fromkeys(found))


def test_commands_are_found() -> None:
    assert len(commands()) > 12
    assert ("CONTRIBUTING.md", "make update ONLY=topic/idea") in commands()


@pytest.mark.skipif(not MAKE, reason="asks make what it would do")
def test_make_knows_what_to_do() -> None:
    asked: dict[tuple[str, ...], list[str]] = {}
    for _, command in commands():
        if command.startswith("make"):
            words = shlex.split(command)[1:]
            settings = tuple(word for word in words if "=" in word)
            asked.setdefault(settings, []).extend(word for word in words if "=" not in word)
    for settings, targets in asked.items():  # make looks at all files anew each time it starts
        result = subprocess.run(
            [MAKE, "--dry-run", *dict.fromkeys(targets), *settings],
            env=make_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert result.returncode == 0, f"make {settings}: {result.stderr}"


@pytest.mark.parametrize(("told_in", "command"), [c for c in commands() if PYTHON.match(c[1])])
def test_command_runs(told_in: str, command: str, tmp_path: Path) -> None:
    words = shlex.split(command)
    if words[1:] in ([], ["-m", "http.server"], ["-m", "asyncio"], ["-m", "lab.pages.serve"]):
        pytest.skip(reason="waits for someone who reads or types")
    for name in ["snippets/home", "exercises/tasks/start_before_you_wait"]:
        shutil.copytree(name, tmp_path / name)
    solution = tmp_path / "exercises/tasks/start_before_you_wait/solution.py"
    shutil.copy(solution, tmp_path / "answer.py")
    result = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, f"{told_in}: {command}: {result.stderr}"


@pytest.mark.skipif(not MAKE, reason="types what CONTRIBUTING says")
def test_a_first_snippet_is_made_and_written_down(tmp_path: Path) -> None:
    """`make new`, then `make update`, with the commands that they stand for."""

    def lab(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "lab", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    (tmp_path / "docs/learn").mkdir(parents=True)
    assert "make update ONLY=topic/idea" in lab("new", "topic/idea")
    assert "updated snippets/topic/idea.py" in lab("update", "topic/idea")
    assert "#> hello" in (tmp_path / "snippets/topic/idea.py").read_text("utf-8")


@pytest.mark.skipif(not MAKE, reason="there is no make here")
@pytest.mark.parametrize(("asked", "told"), [(["PORT=8001"], " --port 8001"), ([], "")])
def test_serve_takes_a_port(asked: list[str], told: str) -> None:
    result = subprocess.run(
        [MAKE, "--dry-run", "serve", *asked],
        capture_output=True,
        text=True,
        env=make_environment(),
        check=True,
    )
    (command,) = re.findall(r"-m lab\.pages\.serve(.*)", result.stdout)
    assert command.rstrip() == told
