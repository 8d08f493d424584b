"""It cancels with a timeout."""

import asyncio


# The checks also put broken versions in its place.
# The checks use this name: keep it.
async def copy(source, target):
    """Copy all parts. If it is cancelled, leave nothing behind."""
    try:
        for part in source:
            target.append(part)
            await asyncio.sleep(0.1)  # stands in for a slow disk
    except asyncio.CancelledError:
        target.clear()
        raise


async def test_copy():
    target = []
    try:
        async with asyncio.timeout(0.15):
            await copy(["a", "b", "c"], target)
        raise AssertionError("not cancelled")
    except TimeoutError:
        pass
    assert not target
    await copy("xy", target)
    assert target == ["x", "y"]


asyncio.run(test_copy())
print("passed")
