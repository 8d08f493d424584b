"""What ends a check: the word `wrong`, with a message for the learner."""

from __future__ import annotations

from typing import NoReturn


class Wrong(Exception):  # noqa: N818 - what a check says, not a fault of the program that checks
    """The program does not do what the exercise asks; the message is for the learner."""


def wrong(message: str) -> NoReturn:
    """End the check.

    Args:
        message: Tells the learner what is wrong, and does not give the solution away.

    Raises:
        Wrong: Always.
    """
    raise Wrong(message)
