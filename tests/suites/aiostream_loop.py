"""A plugin of pytest: gives aiostream's tests the lab's loop in place of their own.

Their loop notes by how much its clock jumps, and how many resources are open.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import aiostream.test_utils

import lab


class NotingClock(lab.VirtualClock):
    """Notes by how much it jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[float] = []

    def jump(self, deadline: float) -> None:
        """Set the clock to `deadline`."""
        if deadline > self._now:
            self.steps.append(deadline - self._now)
        super().jump(deadline)


class TimeTrackingLoop(lab.EventLoop):
    """Has what aiostream's tests ask of their loop."""

    def __init__(self) -> None:
        self.noting = NotingClock()
        super().__init__(self.noting)
        self.open_resources = self.resources = 0

    @property
    def steps(self) -> list[float]:
        """How far time jumped, each time."""
        return self.noting.steps

    @contextlib.contextmanager
    def assert_cleanup(self) -> Iterator[TimeTrackingLoop]:
        """Check that no resource stays open."""
        self._clear()
        yield self
        assert self.open_resources == 0
        self._clear()

    def _clear(self) -> None:
        self.noting.steps = []
        self.open_resources = self.resources = 0


if os.environ["LAB_CLOCK"] == "virtual":
    aiostream.test_utils.TimeTrackingTestLoop = TimeTrackingLoop
