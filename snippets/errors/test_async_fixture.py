# /// script
# dependencies = ["pytest"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q", reason = "pytest needs a process of its own" }
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A plain test asks for a fixture that is a coroutine function."""

import pytest


@pytest.fixture
async def prices():
    return {"apple": 3}


def test_apple(prices):
    assert prices["apple"] == 3
