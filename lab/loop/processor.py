"""How long threads compute, and whether one could go on if only it were given a processor."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

computing_time: Callable[[], float] = getattr(time, "thread_time", time.process_time)
"""Returns for how long this thread has computed, whatever else the machine does.

Not every system counts that by thread.
"""

counts_computing = sys.platform != "emscripten"
"""Whether it is counted at all: in the browser this is the time that went by."""

# Where Linux tells of a thread: man 5 proc.
_STAT = "/proc/self/task/{}/stat"
_STATE, _USER, _SYSTEM = 0, 11, 12  # the places of three fields after the name, in parentheses


def computed_if_ready(thread: threading.Thread) -> float | None:
    """Return how long a thread has computed, in seconds, if it has a processor or needs one.

    Returns:
        `None` if the thread waits for something else, or if the system doesn't tell.
    """
    try:
        stat = Path(_STAT.format(thread.native_id)).read_bytes()
    except OSError:  # another system, or a thread that just ended
        return None
    fields = stat.rpartition(b")")[2].split()
    if fields[_STATE] != b"R":
        return None
    return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")
