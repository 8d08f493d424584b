"""Each subscriber gets each message; a slow one loses the oldest."""

import asyncio
from contextlib import contextmanager


@contextmanager
def subscribed(queues, most=100):
    queue = asyncio.Queue(most)
    queues.append(queue)
    try:
        yield queue
    finally:
        queues.remove(queue)


def publish(queues, message):
    for queue in queues:
        if queue.full():
            queue.get_nowait()
        queue.put_nowait(message)


async def listen(name, queues, seconds):
    with subscribed(queues, most=2) as messages:
        while message := await messages.get():
            print(f"{name}: {message}")
            #> quick: a
            #> slow: a
            #> quick: b
            #> quick: c
            #> slow: b
            #> quick: d
            #> slow: d
            await asyncio.sleep(seconds)


async def main():
    queues = []
    async with asyncio.TaskGroup() as group:
        group.create_task(listen("quick", queues, 0.1))
        group.create_task(listen("slow", queues, 0.5))
        for message in ["a", "b", "c", "d", None]:
            await asyncio.sleep(0.2)
            publish(queues, message)


asyncio.run(main())
