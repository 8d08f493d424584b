"""A task gives you its result once it is done, as often as you ask."""

import asyncio


async def fetch(page):
    await asyncio.sleep(0.1)
    return f"<{page}>"


async def main():
    task = asyncio.create_task(fetch("news"))
    try:
        print(task.result())
    except asyncio.InvalidStateError as error:
        print("InvalidStateError:", error)
        #> InvalidStateError: Result is not set.
    print("first await:", await task)
    #> first await: <news>
    print("second await:", await task)
    #> second await: <news>
    print("result():", task.result())
    #> result(): <news>
    print("a future?", isinstance(task, asyncio.Future))
    #> a future? True


asyncio.run(main())
