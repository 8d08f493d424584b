# /// script
# [tool.lab]
# masks = ["folder", "traceback"]
# dev_mode = { on = false, reason = "it would add where the task was made" }
# ///
"""A task fails, and nothing asks for its outcome."""

import asyncio


async def save(text):
    await asyncio.sleep(0.1)
    raise OSError("the disk is full")


async def main():
    task = asyncio.create_task(save("my diary"), name="diary")
    await asyncio.sleep(0.3)
    print("main: is the diary done?", task.done())


asyncio.run(main())
