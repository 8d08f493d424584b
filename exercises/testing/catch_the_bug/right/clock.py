"""It looks at the clock."""

import asyncio


# The checks also put broken versions in its place.
# The checks use this name: keep it.
async def fetch_all(fetch, names):
    """Fetch all names at the same time; keep their order."""
    return await asyncio.gather(*(fetch(name) for name in names))


async def test_fetch_all():
    async def fetch(name):
        await asyncio.sleep(len(name))
        return name * 2

    loop = asyncio.get_running_loop()
    start = loop.time()
    result = await fetch_all(fetch, ["ccc", "bb", "a"])
    assert loop.time() - start < 4
    assert result == ["cccccc", "bbbb", "aa"]


asyncio.run(test_fetch_all())
print("passed")
