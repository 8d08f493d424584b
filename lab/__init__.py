"""The lab: where the snippets run, and where their runs are recorded and drawn."""

from lab.clock import Clock, VirtualClock, WallClock
from lab.loop import Deadlock, EventLoop, Observer, installed

__all__ = [
    "Clock",
    "Deadlock",
    "EventLoop",
    "Observer",
    "VirtualClock",
    "WallClock",
    "installed",
]
