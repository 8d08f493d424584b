# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q -o asyncio_mode=auto", reason = "pytest needs a process of its own" }
# ///
"""In auto mode, tests and fixtures need no marks."""

import asyncio

import pytest


@pytest.fixture
async def shop():
    queue = asyncio.Queue()
    yield queue
    await queue.join()  # waits until everything is taken


async def test_shop(shop):
    await shop.put("tea")
    assert await shop.get() == "tea"
    shop.task_done()
