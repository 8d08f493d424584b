"""The backup finished its work, but its task ends as cancelled."""

import asyncio


async def copy_files():
    await asyncio.sleep(0.2)  # the disk takes its time
    print("files copied")


async def send_report():
    await asyncio.sleep(60)  # the server hangs


async def backup():
    try:
        async with asyncio.timeout(0.4):
            copying = asyncio.create_task(copy_files())
            try:
                await asyncio.shield(copying)
            except asyncio.CancelledError:
                await copying
            await send_report()
    except asyncio.CancelledError:
        print("no report: timed out")
        raise


async def main():
    task = asyncio.create_task(backup())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print("backup cancelled:", task.cancelled())


asyncio.run(main())
