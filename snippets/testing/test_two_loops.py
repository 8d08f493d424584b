# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took", "address", "traceback"]
# exit = { status = 1, reason = "the failure is the lesson" }
# run = { with = "pytest -q -rN --tb=native", reason = "pytest needs a process of its own" }
# ///
"""A fixture on one loop, a test on another."""

import asyncio

import pytest
import pytest_asyncio


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def orders():
    queue = asyncio.Queue()
    shop = asyncio.create_task(queue.get())
    await asyncio.sleep(0)  # the shop waits for an order
    yield queue
    shop.cancel()


@pytest.mark.asyncio
async def test_order(orders):
    async with asyncio.timeout(0.1):
        await orders.get()
