"""If you swallow a cancellation on purpose, take it back."""

import asyncio


async def finish_anyway(take_back):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        if take_back:
            asyncio.current_task().uncancel()
    await asyncio.sleep(1)


async def work(take_back):
    try:
        async with asyncio.timeout(0.3):
            await finish_anyway(take_back)
    except TimeoutError:
        print("  the timeout works")


async def try_it(take_back):
    task = asyncio.create_task(work(take_back))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print("  requests at the end:", task.cancelling())
    print("  cancelled:", task.cancelled())


async def main():
    print("without uncancel:")
    await try_it(take_back=False)
    print("with uncancel:")
    await try_it(take_back=True)


asyncio.run(main())
