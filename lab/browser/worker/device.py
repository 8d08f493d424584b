"""The worker's device, and the `time.sleep` that uses it. Runs before the lab is imported.

The worker offers one device file: a write to it is a message, whose first letter says what is
asked. `s0.25`: show what was printed so far, then sleep for 0.25 seconds. `t<svg...`: show this
timeline. `faio.zip`: fetch this archive of modules, and write it to where modules are.

Pyodide's own `time.sleep` keeps the processor busy, or needs a browser that can switch stacks.
"""

from __future__ import annotations

import operator
import os
import time
from collections.abc import Callable

_LONGEST_SLEEP = 2**63 / 1e9  # Python counts time in nanoseconds, in 63 bits
_pyodides_sleep = time.sleep
_device = os.open("/dev/lab", os.O_WRONLY)

sleeper: Callable[[float], None] | None = None
"""While a program runs: what its sleeping does, and more."""


def ask(letter: str, text: str) -> None:
    """Send a message to the worker."""
    os.write(_device, f"{letter}{text}".encode("utf-8", "replace"))


def block(seconds: float) -> None:
    """Show what was printed, and block for some real seconds."""
    ask("s", repr(seconds))


def sleep(seconds: float, /) -> None:
    """Sleep for some real seconds."""
    seconds = seconds if isinstance(seconds, float) else operator.index(seconds)
    if not 0 <= seconds < _LONGEST_SLEEP:
        _pyodides_sleep(seconds)  # says what is wrong before it would sleep
    (sleeper or block)(seconds)


vars(time)["sleep"] = sleep
