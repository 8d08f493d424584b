# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "it would add where the task was made" }
# ///
"""Nothing refers to these tasks, and one of them vanishes."""

import asyncio
import gc
import weakref

inboxes = weakref.WeakSet()  # forgets what nothing else keeps


async def listen():
    inbox = asyncio.get_running_loop().create_future()
    inboxes.add(inbox)
    print("listen: got", await inbox)


async def nap():
    await asyncio.sleep(0.2)
    print("nap: over")


async def main():
    asyncio.create_task(listen(), name="listen")
    asyncio.create_task(nap(), name="nap")
    await asyncio.sleep(0.1)
    gc.collect()  # Python does this now and then by itself
    print("main: inboxes:", len(inboxes))
    for inbox in list(inboxes):
        inbox.set_result("the news")
    await asyncio.sleep(0.2)


asyncio.run(main())
