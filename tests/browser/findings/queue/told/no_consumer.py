"""No consumer."""

import asyncio


async def main():
    events = asyncio.Queue()
    for event in range(60):
        await events.put(event)
        await asyncio.sleep(0.005)


asyncio.run(main())
