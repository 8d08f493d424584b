"""Cut off."""

import asyncio


async def save():
    await asyncio.sleep(0.2)
    print("saved")


async def main():
    saving = asyncio.create_task(save())
    await asyncio.sleep(0.05)


asyncio.run(main())
