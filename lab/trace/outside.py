"""The steps of what runs outside of the event loop, such as before `asyncio.run`."""

from __future__ import annotations

from collections.abc import Callable

LATE = 0.005
"""In seconds. By less than this, a clock on the wall is not late, only inexact."""


class Outside:
    """Knows whether such a step is open, and since when.

    Of what runs outside of the loop we hear nothing but what it prints. What it did since it last
    printed we can't know: it may have slept. So a step ends with its last event, and what comes
    later begins another.

    Args:
        add: Records a step, from one time until another.

    Attributes:
        is_open: Whether a step is open.
        began: When it began.
        last_event: When something last happened in it.
    """

    def __init__(self, add: Callable[[float, float], None]) -> None:
        self._add = add
        self.is_open = False
        self.began = 0.0
        self.last_event = 0.0

    def open(self, now: float) -> None:
        """Begin a step, or go on with the one that is open."""
        self.close_if_past(now)
        if not self.is_open:
            self.is_open = True
            self.began = self.last_event = now

    def close_if_past(self, now: float) -> None:
        """End the step that is open, if that was a while ago."""
        if self.is_open and now - self.last_event > LATE:
            self.close()

    def close(self) -> None:
        """End the step that is open."""
        if self.is_open:
            self.is_open = False
            self._add(self.began, self.last_event)
