"""The lock is held while the condition is notified."""

import asyncio


async def main():
    changed = asyncio.Condition()
    async with changed:
        changed.notify_all()
    print("notified")
    #> notified


asyncio.run(main())
