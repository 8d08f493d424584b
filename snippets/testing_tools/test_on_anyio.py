# /// script
# dependencies = ["pytest", "anyio", "trio"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q -rp", reason = "pytest needs a process of its own" }
# ///
"""anyio's plugin runs a test on asyncio and on Trio."""

import anyio
import pytest

pytestmark = pytest.mark.anyio


async def fastest(*waits):
    winners = []

    async def one(seconds):
        await anyio.sleep(seconds)
        winners.append(seconds)
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        for seconds in waits:
            group.start_soon(one, seconds)
    return winners[0]


async def test_fastest():
    assert await fastest(0.2, 0.1, 0.3) == 0.1
