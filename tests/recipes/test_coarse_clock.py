"""Each recipe by a clock that stands still for long: Windows has such a one."""

from __future__ import annotations

import asyncio
import contextlib
import io
import math
from pathlib import Path

import pytest

import lab
from tests.recipes.recipe import main_of
from tests.recipes.test_cancelled_everywhere import LONG, attacked

TICKS = 64
"""How often in a second the clock of Windows moves."""
A_LOOK = 1e-5
"""How long it takes to look at the clock, in seconds: nothing waits for it for ever."""
ENDS_IN = {"snippets/cancellation/good_bye.py": TimeoutError}
"""The error that a recipe ends with on purpose."""


class CoarseClock(lab.VirtualClock):
    """A clock that shows the same time for 16 milliseconds; timers may be as much too early."""

    def time(self) -> float:
        self.jump(self.instant() + A_LOOK)
        return math.floor(super().time() * TICKS) / TICKS

    def since_1970(self) -> float:
        return math.floor(super().since_1970() * TICKS) / TICKS

    def resolution(self) -> float:
        return 1 / TICKS


@pytest.mark.parametrize("path", attacked())
def test_a_recipe_ends_by_a_coarse_clock(path: Path) -> None:
    _, main = main_of(path)
    assert main is not None

    async def run_and_look() -> None:
        async with asyncio.timeout(LONG):
            await main

    error = ENDS_IN.get(path.as_posix())
    with (
        contextlib.redirect_stdout(io.StringIO()),
        lab.installed(clock=CoarseClock()),
        pytest.raises(error) if error else contextlib.nullcontext(),
    ):
        asyncio.run(run_and_look())
