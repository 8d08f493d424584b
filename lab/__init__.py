"""The lab: runs the snippets, records and draws their runs, checks answers, makes the site."""

from lab.loop.clock import Clock, VirtualClock, WallClock
from lab.loop.event_loop import EventLoop
from lab.loop.installed import installed
from lab.loop.observer import Observer
from lab.loop.waiting import Deadlock
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
