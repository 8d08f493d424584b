"""What the tests share."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest

from lab.snippets.snippet import SnippetError


def demand(check: Callable[[], Iterable[str]]) -> None:
    """Fail with messages for a contributor, and nothing else: no traceback of ours.

    Args:
        check: Gives the messages. What it raises as `SnippetError` is one more.
    """
    found: list[str] = []
    try:
        found.extend(check())
    except SnippetError as error:
        found.append(str(error))
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@contextmanager
def failing_with_its_message() -> Iterator[None]:
    """Let a `SnippetError` fail the test with its message, and no traceback of ours."""
    try:
        yield
    except SnippetError as error:  # `from None`, or pytest would show that error as well
        raise pytest.fail.Exception(str(error), pytrace=False) from None


def make_environment() -> dict[str, str]:
    """The environment for another make, which is not to know of the one that runs the tests.

    That one was perhaps told of another Python.
    """
    told = {"MAKEFLAGS", "MAKEOVERRIDES", "PYTHON"}
    return {name: value for name, value in os.environ.items() if name not in told}


def first_that_finds(checks: Iterable[Callable[[], Iterable[str]]]) -> Iterator[str]:
    """What the first check says that says anything: one mistake is to give one message.

    Args:
        checks: The checks, in order. A later one may rely on that the earlier ones pass.
    """
    for check in checks:
        found = list(check())
        yield from found
        if found:
            return


@contextmanager
def warnings_as_in_a_new_process(action: Literal["error", "default"]) -> Iterator[None]:
    """Let warnings go to standard error, where pytest would keep them for itself.

    Args:
        action: What to do with each.
    """
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter(action)
        if action == "default":  # outside of development mode, Python doesn't show these
            warnings.simplefilter("ignore", ResourceWarning)
        # pytest keeps warnings, to show them later; the public hook is not told all of them.
        patch.setattr(warnings, "_showwarnmsg_impl", _show_warning)
        yield


def _show_warning(message: warnings.WarningMessage) -> None:
    sys.stderr.write(vars(warnings)["_formatwarnmsg"](message))


def made_once(request: pytest.FixtureRequest, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made once in a run of pytest, for all processes of pytest-xdist.

    Tests read what is in it. Those that write make a copy.

    Args:
        request: Of the fixture that gives it.
        name: The folder's name.
        make: Fills the empty folder. What it raises fails the test; another process tries again.
    """
    factory: pytest.TempPathFactory = request.getfixturevalue("tmp_path_factory")
    root = factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        root = root.parent  # a process of pytest-xdist has a folder of its own in this one
    make_once(root / name, make)
    return root / name


def make_once(folder: Path, make: Callable[[Path], object]) -> None:
    """Make a folder, unless this or another process has done so.

    Args:
        folder: The folder; what is above it is there.
        make: Fills the empty folder. What it raises is raised; the next one tries again.
    """
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
