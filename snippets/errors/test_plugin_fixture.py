# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q", reason = "pytest needs a process of its own" }
# ///
"""The plugin's own fixture, and a test that it runs."""

import pytest
import pytest_asyncio


@pytest_asyncio.fixture
async def prices():
    return {"apple": 3}


@pytest.mark.asyncio
async def test_apple(prices):
    assert prices["apple"] == 3
