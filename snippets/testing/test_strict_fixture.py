# /// script
# dependencies = ["pytest", "pytest-asyncio"]
# [tool.lab]
# masks = ["took", "address"]
# exit = { status = 1, reason = "the failure is the lesson" }
# run = { with = "pytest -q -rN", reason = "pytest needs a process of its own" }
# ///
"""In strict mode, `pytest.fixture` leaves an async fixture as it is."""

import pytest
import pytest_asyncio


@pytest.fixture
async def plain():
    return "tea"


@pytest_asyncio.fixture
async def marked():
    return "tea"


@pytest.mark.asyncio
async def test_plain(plain):
    assert plain == "tea"


@pytest.mark.asyncio
async def test_marked(marked):
    assert marked == "tea"
