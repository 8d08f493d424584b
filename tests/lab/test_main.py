"""The lab on the command line, run as a reader does."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def lab(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lab", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        check=False,
    )


def test_run_gives_the_programs_own_output_and_status(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        "import sys\nprint(sys.argv[1:])\nprint('careful', file=sys.stderr)\nsys.exit(3)\n"
    )
    result = lab("run", "--transcript", "out.txt", "program.py", "--all", "1", cwd=tmp_path)
    assert result.stdout == "['--all', '1']\n"
    assert result.stderr == "careful\n"
    assert result.returncode == 3
    assert (tmp_path / "out.txt").read_text("utf-8") == "['--all', '1']\n2> careful\n"


def test_run_shows_an_error_without_frames_of_the_lab(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text("1 / 0\n")
    result = lab("run", "program.py", cwd=tmp_path)
    assert result.returncode == 1
    assert "ZeroDivisionError" in result.stderr
    assert "lab" not in result.stderr.replace(str(tmp_path), "")


def test_run_of_a_missing_file_says_so(tmp_path: Path) -> None:
    result = lab("run", "nothing.py", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr == "nothing.py: there is no such file\n"


def test_new_makes_a_snippet_that_passes_and_a_page_that_names_it(tmp_path: Path) -> None:
    result = lab("new", "first_steps/hello", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "docs/learn/first-steps.md" in result.stdout
    assert lab("update", cwd=tmp_path).returncode == 0
    program = (tmp_path / "snippets/first_steps/hello.py").read_text("utf-8")
    assert '    print("hello")\n    #> hello\n' in program
    page = (tmp_path / "docs/learn/first-steps.md").read_text("utf-8")
    assert "```snippet\nfirst_steps/hello.py\n```\n" in page


@pytest.mark.parametrize("name", ["hello", "first/Steps", "../up/hello", "a/b/c"])
def test_new_refuses_a_bad_name(tmp_path: Path, name: str) -> None:
    result = lab("new", name, cwd=tmp_path)
    assert result.returncode == 2
    assert "NAME=topic/idea" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_new_leaves_what_is_there(tmp_path: Path) -> None:
    lab("new", "first/hello", cwd=tmp_path)
    program = tmp_path / "snippets/first/hello.py"
    program.write_text("mine")
    assert lab("new", "first/hello", cwd=tmp_path).returncode == 2
    assert program.read_text() == "mine"
