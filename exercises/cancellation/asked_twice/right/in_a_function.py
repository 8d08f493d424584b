"""A function finishes a step, even when it is asked to stop."""

import asyncio


async def copy_files():
    await asyncio.sleep(0.2)  # the disk takes its time
    print("files copied")


async def send_report():
    await asyncio.sleep(60)  # the server hangs


async def finish(step):
    task = asyncio.ensure_future(step)
    me = asyncio.current_task()
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        if me.cancelling():
            me.uncancel()
        await task


async def backup():
    try:
        async with asyncio.timeout(0.4):
            await finish(copy_files())
            await send_report()
    except TimeoutError:
        print("no report: timed out")


async def main():
    task = asyncio.create_task(backup())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print("backup cancelled:", task.cancelled())


asyncio.run(main())
