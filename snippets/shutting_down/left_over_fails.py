# /// script
# [tool.lab]
# masks = ["traceback", "address"]
# dev_mode = { on = false, reason = "it adds where the task was made" }
# ///
"""An error in the clean-up of a left-over task is only logged."""

import asyncio


async def listen():
    try:
        await asyncio.sleep(60)
    finally:
        raise ConnectionError("goodbye wasn't heard")


async def main():
    task = asyncio.create_task(listen(), name="listen")
    await asyncio.sleep(0.1)
    return task.get_name()


print("asyncio.run returned", asyncio.run(main()))
