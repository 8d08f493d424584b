# /// script
# [tool.lab]
# masks = ["address"]
# ///
"""Once a task has waited for a lock, it belongs to that loop."""

import asyncio

lock = asyncio.Lock()


async def enter():
    async with lock:
        await asyncio.sleep(0.1)


async def main():
    await asyncio.gather(enter(), enter())


asyncio.run(main())
print("the first run is over")
try:
    asyncio.run(main())
except RuntimeError as error:
    print(error)
