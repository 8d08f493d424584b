"""A plugin of pytest: runs each test of another project on the lab's loop.

`LAB_CLOCK` in the environment says which clock: `virtual` or `wall`, or `none` for asyncio's loop.
`LAB_RESULTS` names a file that gets a line for each test: how it ended and its name.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import lab

CLOCK = os.environ["LAB_CLOCK"]
CLOCKS = {"virtual": lab.VirtualClock, "wall": lab.WallClock}
LIMIT = 20.0  # seconds that a callback may take


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Install the lab around a test and its fixtures; within the timer of pytest-timeout."""
    if CLOCK not in CLOCKS:
        return (yield)
    with lab.installed(CLOCKS[CLOCK](), limit=LIMIT):
        try:
            return (yield)
        finally:
            _let_go_of_threads()


def _let_go_of_threads() -> None:
    """Don't wait for threads as a program does at its end.

    A test that was refused a connection leaves a thread that waits for it for ever.
    """
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(0.5)
            thread._daemonic = True  # type: ignore[attr-defined]  # private


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """End the process without waiting for threads that tests left behind."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the runner reads the results, not the status


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Write down how a test ended: a failure in its fixtures is one, too."""
    if report.when == "call" or report.outcome != "passed":
        outcome = "failed" if report.failed else report.outcome
        with Path(os.environ["LAB_RESULTS"]).open("a", encoding="utf-8") as results:
            results.write(f"{outcome} {report.nodeid}\n")
