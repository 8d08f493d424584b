"""The lab: where the snippets run, and where their runs are recorded and drawn."""

from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.loop.event_loop import Deadlock, EventLoop, installed
from lab.loop.observer import Observer
from lab.loop.watchdog import Overrun
from lab.network.network import Network
from lab.trace.data import Trace
from lab.trace.tracer import Tracer

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
