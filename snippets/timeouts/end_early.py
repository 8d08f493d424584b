"""A Stop button for a block: its deadline is moved to now."""

import asyncio


def on_stop(limit):
    now = asyncio.get_running_loop().time()
    limit.reschedule(now)


async def play():
    try:
        await asyncio.sleep(180)
    finally:
        print("the music fades")


async def main():
    loop = asyncio.get_running_loop()
    start = loop.time()
    try:
        async with asyncio.timeout(None) as limit:
            loop.call_later(0.2, on_stop, limit)  # the click
            await play()
    except TimeoutError:
        print(f"stopped after {loop.time() - start:.1f} s")


asyncio.run(main())
