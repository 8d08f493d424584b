"""The main coroutine cancels the task, and sees its error."""

import asyncio


async def save_forever():
    try:
        await asyncio.sleep(60)
    finally:
        raise OSError("the disk is full")


async def main():
    saving = asyncio.create_task(save_forever())
    await asyncio.sleep(0.1)
    saving.cancel()
    try:
        await saving
    except OSError as error:
        print("not saved:", error)
        #> not saved: the disk is full


asyncio.run(main())
