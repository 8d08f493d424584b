"""Do something every 0.2 seconds, without drifting."""

import asyncio


async def every(seconds, action):
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        await action()
        due = max(due + seconds, loop.time())
        await asyncio.sleep(due - loop.time())


async def main():
    start = asyncio.get_running_loop().time()

    async def report():
        now = asyncio.get_running_loop().time()
        print(f"{now - start:.1f} s")
        #> 0.0 s
        #> 0.2 s
        #> 0.4 s
        #> 0.6 s
        await asyncio.sleep(0.1)  # the report takes its time

    async with asyncio.TaskGroup() as group:
        reports = group.create_task(every(0.2, report))
        await asyncio.sleep(0.7)
        reports.cancel()


asyncio.run(main())
