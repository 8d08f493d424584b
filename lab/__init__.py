"""The lab: where the snippets run, and where their runs are recorded and drawn."""

from lab.clock import Clock, VirtualClock, WallClock
from lab.loop import Deadlock, EventLoop, installed
from lab.network import Network
from lab.observer import Observer
from lab.trace import Trace
from lab.tracer import Tracer
from lab.watchdog import Overrun

__all__ = [
    "Clock",
    "Deadlock",
    "EventLoop",
    "Network",
    "Observer",
    "Overrun",
    "Trace",
    "Tracer",
    "VirtualClock",
    "WallClock",
    "installed",
]
