# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q -s -o asyncio_mode=auto", reason = "pytest needs a process of its own" }
# ///
"""One loop for a module: its fixture and its tests."""

import asyncio

import pytest
import pytest_asyncio

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def orders():
    print("the shop opens")
    yield asyncio.Queue()
    print("\nthe shop closes")


async def test_order(orders):
    await orders.put("tea")
    async with asyncio.timeout(0.1):
        assert await orders.get() == "tea"


async def test_no_order(orders):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await orders.get()
