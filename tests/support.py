"""What the tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from lab.snippet import SnippetError


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
