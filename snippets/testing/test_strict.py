# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took"]
# exit = { status = 1, reason = "one test has no mark, which is the lesson" }
# run = { with = "pytest -q --tb=no", reason = "pytest needs a process of its own" }
# ///
"""In strict mode, pytest-asyncio runs only what is marked."""

import pytest


async def greet(name):
    return f"Hello, {name}!"


@pytest.mark.asyncio
async def test_marked():
    assert await greet("Ada") == "Hello, Ada!"


async def test_without_a_mark():
    assert await greet("Ada") == "Hello, Ada!"
