"""red is never saved."""

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


last = None


def on_click(name):
    global last
    if last:
        last.cancel()
    last = asyncio.create_task(save(name))


async def main():
    await buttons(on_click)
    await last


asyncio.run(main())
