"""A correction for a project's documentation, and the test that shows that it is needed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Test = TypeVar("Test", bound=Callable[..., None])


@dataclass(frozen=True)
class Correction:
    """A correction.

    Attributes:
        file: The page of the documentation.
        says: What it says, shortened.
        seen: What happens instead.
        better: What it could say.
        test: The name of the test.
    """

    file: str
    says: str
    seen: str
    better: str
    test: str


CORRECTIONS: list[Correction] = []


def upstream(file: str, *, says: str, seen: str, better: str) -> Callable[[Test], Test]:
    """Note a correction that a test shows to be needed.

    Args:
        file: The page of the documentation.
        says: What it says, shortened.
        seen: What happens instead.
        better: What it could say.
    """

    def register(test: Test) -> Test:
        CORRECTIONS.append(Correction(file, says, seen, better, test.__name__))
        return test

    return register
