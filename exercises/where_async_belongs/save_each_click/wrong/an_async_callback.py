"""Python complains: RuntimeWarning: coroutine 'on_click' was never awaited, line 17."""

import asyncio

CLICKS = ["red", "green", "blue"]


async def save(name):
    await asyncio.sleep(0.3)  # the disk takes its time
    print("saved", name)


async def buttons(on_click):
    for name in CLICKS:
        await asyncio.sleep(0.1)
        print("clicked", name)
        on_click(name)


async def on_click(name):
    await save(name)


async def main():
    await buttons(on_click)


asyncio.run(main())
