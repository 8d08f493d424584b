"""Write a test that can tell `copy` from broken versions of it."""

import asyncio


# The checks also put broken versions in its place.
# The checks use this: leave it as it is.
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
    task = asyncio.create_task(copy(["a", "b", "c"], target))
    await asyncio.sleep(0.15)
    assert target == ["a", "b"]
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert target == []
    await copy(["a", "b", "c"], target)
    assert target == ["a", "b", "c"]


asyncio.run(test_copy())
print("passed")
