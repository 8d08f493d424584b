"""A sleep is a future that a timer fills."""

import asyncio
import time


async def sleep(seconds):
    loop = asyncio.get_running_loop()
    alarm = loop.create_future()
    timer = loop.call_later(seconds, alarm.set_result, None)
    try:
        await alarm
    finally:
        timer.cancel()  # if this sleep is cancelled, it must not ring


async def boil(what, seconds):
    await sleep(seconds)
    print(what, "is done")


async def main():
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(boil("rice", 0.3), name="rice")
        group.create_task(boil("tea", 0.1), name="tea")
    elapsed = time.perf_counter() - start
    print(f"both together: {elapsed:.1f} s")


asyncio.run(main())
