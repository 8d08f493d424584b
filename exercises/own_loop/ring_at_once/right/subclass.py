"""A bell that is an event."""

import asyncio


class Bell(asyncio.Event):
    ring = asyncio.Event.set


async def main():
    bell = Bell()
    asyncio.get_running_loop().call_later(0.25, bell.ring)
    await bell.wait()
    print("the door is open")


asyncio.run(main())
