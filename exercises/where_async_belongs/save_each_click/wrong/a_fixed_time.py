"""With a disk that takes 5 s, red is never saved: wait until the tasks are done, not for a fixed time."""

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


saves = set()


def on_click(name):
    saves.add(asyncio.create_task(save(name)))


async def main():
    await buttons(on_click)
    await asyncio.sleep(0.31)


asyncio.run(main())
