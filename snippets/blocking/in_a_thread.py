"""The report is made in a thread, and no one else waits for it."""

import asyncio
import time


def make_report():
    time.sleep(0.6)  # a call that blocks
    return "report"


async def serve(name, wants, asked):
    if wants == "report":
        await asyncio.to_thread(make_report)
    else:
        await asyncio.sleep(0.1)
    elapsed = time.perf_counter() - asked
    print(f"{name} got the {wants} after {elapsed:.1f} s")


async def main():
    now = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        group.create_task(serve("Ada", "page", now), name="Ada")
        group.create_task(serve("Bob", "report", now), name="Bob")
        group.create_task(serve("Cleo", "page", now), name="Cleo")


asyncio.run(main())
