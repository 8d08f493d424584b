"""asyncio's own `sleep` is the pause."""

import asyncio


class Pause:
    def __await__(self):
        return asyncio.sleep(0.1).__await__()


async def main():
    await Pause()
    print("rested")
    #> rested


asyncio.run(main())
