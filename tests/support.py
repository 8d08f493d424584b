"""What the tests share."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
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
    except SnippetError as error:
        pytest.fail(str(error), pytrace=False)


def make_environment() -> dict[str, str]:
    """The environment for another make, which is not to know of the one that runs the tests."""
    return {name: value for name, value in os.environ.items() if name != "MAKEFLAGS"}


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
        # pytest keeps warnings, to show them later; the public hook is not told all of them.
        patch.setattr(warnings, "_showwarnmsg_impl", _show_warning)
        yield


def _show_warning(message: warnings.WarningMessage) -> None:
    sys.stderr.write(vars(warnings)["_formatwarnmsg"](message))
