# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "it would add where the task was made" }
# ///
"""A task waits for a future that nothing else refers to."""

import asyncio
import gc


async def listen():
    inbox = asyncio.get_running_loop().create_future()
    print("listen: got", await inbox)


async def main():
    asyncio.create_task(listen(), name="listen")
    await asyncio.sleep(0.1)
    print("tasks:", len(asyncio.all_tasks()))
    gc.collect()  # Python does this now and then by itself
    print("tasks:", len(asyncio.all_tasks()))


asyncio.run(main())
