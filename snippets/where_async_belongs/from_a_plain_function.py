"""A plain function can start a task, but can't wait for its answer."""

import asyncio

background = set()


async def save(text):
    await asyncio.sleep(0.1)  # a slow disk
    print("saved:", text)


def on_click():
    task = asyncio.create_task(save("my diary"), name="save")
    background.add(task)
    task.add_done_callback(background.discard)
    print("on_click: returns at once")


async def main():
    on_click()
    print("main: saving", len(background))
    await asyncio.gather(*background)
    print("main: done")


asyncio.run(main())
