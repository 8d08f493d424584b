"""Save each click, even though `on_click` is a plain function."""

import asyncio

# The checks use this name: keep it.
CLICKS = ["red", "green", "blue"]


# The checks use this: leave it as it is.
async def save(name):
    await asyncio.sleep(0.3)  # the disk takes its time
    print("saved", name)


# This is a library's: it takes plain functions only.
async def buttons(on_click):
    for name in CLICKS:
        await asyncio.sleep(0.1)
        print("clicked", name)
        on_click(name)


def on_click(name):
    save(name)


async def main():
    await buttons(on_click)


asyncio.run(main())
