"""A set keeps each task until it is done."""

import asyncio
import gc
import weakref

inboxes = weakref.WeakSet()  # forgets what nothing else keeps
background = set()


async def listen():
    inbox = asyncio.get_running_loop().create_future()
    inboxes.add(inbox)
    print("listen: got", await inbox)


def start(coroutine):
    task = asyncio.create_task(coroutine)
    background.add(task)
    task.add_done_callback(background.discard)


async def main():
    start(listen())
    await asyncio.sleep(0.1)
    gc.collect()  # Python does this now and then by itself
    print("main: inboxes:", len(inboxes))
    for inbox in list(inboxes):
        inbox.set_result("the news")
    await asyncio.sleep(0.1)
    print("main: tasks kept:", len(background))


asyncio.run(main())
