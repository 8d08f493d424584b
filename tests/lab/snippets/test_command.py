"""A snippet that is run with a command, such as a module of tests with pytest."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.programs.transcript import stream_text
from lab.snippets import command
from lab.snippets.expected import problems
from lab.snippets.masks import mask
from lab.snippets.process import run_process
from lab.snippets.snippet import Snippet, SnippetError
from lab.update import update

TESTS = '''\
# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q", reason = "pytest needs a process of its own" }
# ///
"""A test."""

import pytest


@pytest.mark.asyncio
async def test_it():
    pass
'''


def written(path: Path, source: str = TESTS) -> Snippet:
    path.write_text(source, "utf-8")
    return Snippet.read(path)


def test_a_command_has_a_process_of_its_own_and_no_page() -> None:
    metadata = Snippet(Path("topic/test_it.py"), TESTS).metadata
    assert metadata.command == "pytest -q"
    assert not metadata.on_lab
    assert not metadata.in_browser
    assert metadata.reasons["browser"] == "pytest needs a process of its own"


def test_a_command_needs_a_reason() -> None:
    source = TESTS.replace(', reason = "pytest needs a process of its own"', "")
    with pytest.raises(SnippetError, match=r"run is written \{ with = \.\.\., reason"):
        _ = Snippet(Path("topic/test_it.py"), source).metadata


def test_the_command_is_shown_above_what_it_prints(tmp_path: Path) -> None:
    """The plugin is loaded, since it is one of the dependencies."""
    snippet = written(tmp_path / "test_it.py")
    assert update(snippet.path)
    lines = (tmp_path / "test_it.out").read_text("utf-8").splitlines()
    assert lines[0] == "$ pytest -q test_it.py"
    assert lines[-1] == "1 passed in ...s"
    assert not problems(snippet, run_process(snippet))
    assert list(tmp_path.glob("__pycache__")) == []


def test_only_plugins_of_the_dependencies_are_loaded(tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    snippet = written(path, TESTS.replace(', "pytest-asyncio"', ""))
    run = run_process(snippet)
    assert run.status == 1
    assert "async def functions are not natively supported" in stream_text(run.pieces, "stdout")


def test_a_snippet_may_be_given_to_two_tools(tmp_path: Path) -> None:
    source = TESTS.replace("pytest -q", "python -m compileall -q; python")
    run = run_process(written(tmp_path / "two.py", source))
    assert stream_text(run.pieces, "stdout") == (
        "$ python -m compileall -q two.py\n$ python two.py\n"
    )
    assert run.status == 0


def test_a_tool_is_a_module() -> None:
    assert command.arguments("ruff check a.py") == ["-m", "ruff", "check", "a.py"]
    assert command.arguments("flake8-async a.py") == ["-m", "flake8_async", "a.py"]
    assert command.arguments("python -X dev a.py") == ["-X", "dev", "a.py"]


def test_how_long_tests_took_is_masked() -> None:
    text = "2 passed in 0.03s\nRan 1 test in 0.002s\nin 3 s\n"
    masked = "2 passed in ...s\nRan 1 test in ...s\nin 3 s\n"
    assert mask(text, ["took"], Path("test_it.py")) == masked


def test_a_turn_that_took_long_is_left_out() -> None:
    slow = "Executing <Handle f() created at /lib/asyncio/events.py:937> took 0.115 seconds\n"
    text = f"test_greet (Test.test_greet) ... {slow}ok\n"
    assert mask(text, ["took"], Path("test_it.py")) == "test_greet (Test.test_greet) ... ok\n"
