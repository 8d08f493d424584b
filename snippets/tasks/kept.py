"""A name for the task is enough: it is kept, and gets its news."""

import asyncio
import gc
import weakref

inboxes = weakref.WeakSet()  # forgets what nobody else keeps


async def listen():
    inbox = asyncio.get_running_loop().create_future()
    inboxes.add(inbox)
    print("listen: got", await inbox)


async def main():
    task = asyncio.create_task(listen())
    await asyncio.sleep(0.1)
    gc.collect()  # Python does this now and then by itself
    print("main: inboxes:", len(inboxes))
    for inbox in list(inboxes):
        inbox.set_result("the news")
    await asyncio.sleep(0.1)


asyncio.run(main())
