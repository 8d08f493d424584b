# /// script
# dependencies = ["pytest", "pytest-asyncio", "uvloop"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q -rp -p test_on_uvloop", reason = "pytest needs a process of its own" }
# ///
"""Each test on two event loops."""

import asyncio

import pytest
import uvloop


# In a project, this function is in conftest.py.
def pytest_asyncio_loop_factories(config, item):
    return {
        "asyncio": asyncio.new_event_loop,
        "uvloop": uvloop.new_event_loop,
    }


@pytest.mark.asyncio
async def test_on_each():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.1, future.set_result, "done")
    assert await future == "done"
