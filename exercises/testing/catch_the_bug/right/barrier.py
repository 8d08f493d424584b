"""Each fetch waits until both have begun, so the other order is found as well."""

import asyncio


# The checks also put broken versions in its place.
# The checks use this name: keep it.
async def fetch_all(fetch, names):
    """Fetch all names at the same time; keep their order."""
    return await asyncio.gather(*(fetch(name) for name in names))


async def test_fetch_all():
    both = asyncio.Barrier(2)

    async def fetch(name):
        async with asyncio.timeout(1):
            await both.wait()
        if name == "a":
            await asyncio.sleep(0.1)
        return name.upper()

    assert await fetch_all(fetch, ["a", "b"]) == ["A", "B"]


asyncio.run(test_fetch_all())
print("passed")
