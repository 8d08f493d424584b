"""Two endless loops at the same time, until someone says stop."""

import asyncio


async def every(seconds, name):
    while True:
        print(name)
        #> tick
        #> news
        #> tick
        #> tick
        #> news
        #> tick
        await asyncio.sleep(seconds)


async def main():
    try:
        async with asyncio.timeout(0.7):  # or until Ctrl-C
            async with asyncio.TaskGroup() as group:
                group.create_task(every(0.2, "tick"))
                group.create_task(every(0.5, "news"))
    except TimeoutError:
        print("both have ended")
        #> both have ended


asyncio.run(main())
