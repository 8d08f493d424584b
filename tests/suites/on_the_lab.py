"""A plugin of pytest: runs each test of another project on the lab's loop.

`LAB_CLOCK` in the environment says which clock: `virtual` or `wall`, or `none` for asyncio's loop.
`LAB_RESULTS` names a file that gets a line for each test: how it ended and its name.
"""

from __future__ import annotations

import os
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
        return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Write down how a test ended: a failure in its fixtures is one, too."""
    if report.when == "call" or report.outcome != "passed":
        outcome = "failed" if report.failed else report.outcome
        with Path(os.environ["LAB_RESULTS"]).open("a", encoding="utf-8") as results:
            results.write(f"{outcome} {report.nodeid}\n")
