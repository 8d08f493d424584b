"""How long threads compute, and whether one could go on if only it were given a processor."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

computing_time: Callable[[], float] = getattr(time, "thread_time", time.process_time)
"""Returns for how long this thread has computed, whatever else the machine does.

Not every system counts that by thread.
"""

counts_computing = sys.platform != "emscripten"
"""Whether it is counted at all: in the browser this is the time that went by."""

# Where Linux tells of a thread: man 5 proc.
_STAT = "/proc/self/task/{}/stat"
_GOES_ON = (b"R", b"D")  # running, or ready to; waiting for the disk
_STATE, _USER, _SYSTEM = 0, 11, 12  # the places of three fields after the name, in parentheses


class Look(NamedTuple):
    """A look at a thread.

    Attributes:
        computed: How long it has computed, in seconds.
        goes_on: Whether it has a processor, or needs one.
    """

    computed: float
    goes_on: bool


def look_at(thread: threading.Thread) -> Look | None:
    """Look at what a thread does; return None if the system doesn't tell.

    A thread that waits for the disk is as good as computing: it goes on by itself, and a busy disk
    may take seconds to write what a database commits.
    """
    try:
        stat = Path(_STAT.format(thread.native_id)).read_bytes()
    except OSError:  # another system, or a thread that has not begun or just ended
        return None
    fields = stat.rpartition(b")")[2].split()
    ticks = int(fields[_USER]) + int(fields[_SYSTEM])
    return Look(ticks / os.sysconf("SC_CLK_TCK"), fields[_STATE] in _GOES_ON)
