import asyncio


async def save():
    print("saving")
    await asyncio.sleep(0.5)
    print("saved")


async def request():
    task = asyncio.create_task(save())
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        print("cancelled; waiting for the save")
        await task
        raise


async def main():
    task = asyncio.create_task(request())
    await asyncio.sleep(0.05)
    task.cancel("user left")
    try:
        await task
    except asyncio.CancelledError as error:
        print("request:", repr(error), task.cancelled())
    print(sorted(t.get_name() for t in asyncio.all_tasks()))


asyncio.run(main())
