"""A task tries again after each timeout."""

import asyncio


async def answer():
    await asyncio.sleep(1)


async def main():
    for _ in range(5):
        try:
            async with asyncio.timeout(0.02):
                await answer()
        except TimeoutError:
            print("again")


asyncio.run(main())
