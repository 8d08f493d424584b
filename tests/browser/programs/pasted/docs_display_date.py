import asyncio
import datetime


async def display_date():
    loop = asyncio.get_running_loop()
    end_time = loop.time() + 0.5
    while True:
        print(datetime.datetime.now())
        if (loop.time() + 0.2) >= end_time:
            break
        await asyncio.sleep(0.2)


asyncio.run(display_date())
