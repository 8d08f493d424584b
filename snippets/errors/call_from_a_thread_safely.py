"""`call_soon_threadsafe` may be called from any thread."""

import asyncio


def work(loop):
    loop.call_soon_threadsafe(print, "hello from the thread")


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, loop)
    await asyncio.sleep(0.1)


asyncio.run(main(), debug=True)
