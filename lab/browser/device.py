"""The worker's device, and the `time.sleep` that uses it. Runs before the lab is imported.

The worker offers one device file: a write to it is a message, whose first letter says what is
asked. `s0.25`: show what was printed so far, then sleep for 0.25 seconds. `t<svg...`: show this
timeline.

Pyodide's own `time.sleep` keeps the processor busy, or needs a browser that can switch stacks.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

_device = os.open("/dev/lab", os.O_WRONLY)
_now = time.monotonic

before_sleep: Callable[[float], float] | None = None
"""Called when the program is about to sleep, with the seconds; says after how many of them it
wants to be called again."""


def ask(letter: str, text: str) -> None:
    """Send a message to the worker."""
    os.write(_device, f"{letter}{text}".encode("utf-8", "replace"))


def sleep(seconds: float, /) -> None:
    """Block for some real seconds."""
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    ends = _now() + seconds
    left = seconds
    while True:
        pause = before_sleep(left) if before_sleep else left
        left = max(0.0, ends - _now())
        ask("s", repr(min(left, pause)))
        left = ends - _now()
        if left <= 0:
            return


vars(time)["sleep"] = sleep
