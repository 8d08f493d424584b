# /// script
# dependencies = ["pytest", "pytest-asyncio", "looptime"]
# [tool.lab]
# masks = ["took"]
# run = { with = "pytest -q -o asyncio_mode=auto", reason = "pytest needs a process of its own" }
# ///
"""With looptime, a test of an hour takes no time."""

import asyncio

import pytest


async def fetch_again(fetch):
    for pause in (1, 60, 3600):
        try:
            return await fetch()
        except ConnectionError:
            await asyncio.sleep(pause)
    return await fetch()


@pytest.mark.looptime
async def test_it_gives_up_after_an_hour(looptime):
    async def fetch():
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await fetch_again(fetch)
    assert looptime == 3661
