"""Write a test that can tell `fetch_all` from broken versions of it."""

import asyncio


# The checks also put broken versions in its place.
# The checks use this: leave it as it is.
async def fetch_all(fetch, names):
    """Fetch all names at the same time; keep their order."""
    return await asyncio.gather(*(fetch(name) for name in names))


async def test_fetch_all():
    async def fetch(name):
        return name.upper()

    assert await fetch_all(fetch, ["a", "b"]) == ["A", "B"]


asyncio.run(test_fetch_all())
print("passed")
