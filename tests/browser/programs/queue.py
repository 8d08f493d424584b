"""From the documentation of asyncio.Queue, with times that are not random but far apart."""

import asyncio
import time


async def worker(name, queue):
    while True:
        sleep_for = await queue.get()
        await asyncio.sleep(sleep_for)
        queue.task_done()
        print(f"{name} has slept for {sleep_for:.2f} seconds")


async def main():
    queue = asyncio.Queue()
    total_sleep_time = 0.0
    for n in range(7):
        sleep_for = 0.1 + n / 10
        total_sleep_time += sleep_for
        queue.put_nowait(sleep_for)
    tasks = [asyncio.create_task(worker(f"worker-{i}", queue)) for i in range(3)]
    started_at = time.monotonic()
    await queue.join()
    total_slept_for = time.monotonic() - started_at
    for task in tasks:
        task.cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    print("====")
    print("3 workers slept in parallel:", total_slept_for < total_sleep_time)
    print(f"total expected sleep time: {total_sleep_time:.2f} seconds")


asyncio.run(main())
