"""A note is sent and saved, and the file stays empty."""

import asyncio

saved = []
running = set()


async def save(text):
    await asyncio.sleep(0.2)
    saved.append(text)


async def send(text):
    task = asyncio.create_task(save(text), name="save")
    running.add(task)
    task.add_done_callback(running.discard)
    await asyncio.sleep(0.1)
    print("sent")
    #> sent


async def main():
    await send("hello")


asyncio.run(main())
print("saved:", saved)
#> saved: []
