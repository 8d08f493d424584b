"""If you await the task, you get its error and can deal with it."""

import asyncio


async def save(text):
    await asyncio.sleep(0.1)
    raise OSError("the disk is full")


async def main():
    task = asyncio.create_task(save("my diary"), name="diary")
    await asyncio.sleep(0.3)
    try:
        await task
    except OSError as error:
        print("main: not saved,", error)


asyncio.run(main())
