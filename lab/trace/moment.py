"""A place in a trace."""

from __future__ import annotations

from typing import NamedTuple


class Moment(NamedTuple):
    """A place in the line of steps. Moments compare in the order of what happened.

    Attributes:
        step: How many steps were over.
        time: Seconds since the trace began.
        event: 0 between two steps; within a step, its events are counted from 1. A change comes
            before the event that has its number.
    """

    step: int
    time: float
    event: int = 0
