"""`cancel` asks. The task gets an exception at its next turn."""

import asyncio


async def download():
    print("download: begins")
    try:
        await asyncio.sleep(1)  # a slow server
        print("download: done")
    except asyncio.CancelledError as error:
        print(f"download: CancelledError({str(error)!r})")
        raise


async def main():
    task = asyncio.create_task(download())
    await asyncio.sleep(0.2)
    task.cancel("page closed")
    print("main: asked; is it cancelled?", task.cancelled())
    try:
        await task
    except asyncio.CancelledError:
        print("main: and now?", task.cancelled())


asyncio.run(main())
