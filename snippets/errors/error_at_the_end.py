# /// script
# [tool.lab]
# masks = ["folder", "traceback"]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""A task fails while asyncio.run cancels what is left."""

import asyncio


async def save_forever():
    try:
        await asyncio.sleep(60)
    finally:
        raise OSError("the disk is full")


async def main():
    saving = asyncio.create_task(save_forever(), name="saving")
    await asyncio.sleep(0.1)
    print("done, is it too?", saving.done())


asyncio.run(main())
