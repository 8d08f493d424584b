"""The first answer wins, and the losers are cancelled."""

import asyncio
import time


async def ask(shop, seconds, price):
    try:
        await asyncio.sleep(seconds)
    finally:
        print(f"{shop}: hangs up")
    return price


async def main():
    start = time.perf_counter()
    shops = [("mill", 0.3, 12), ("market", 0.1, 15), ("corner", 0.2, 9)]
    tasks = []
    for shop in shops:
        tasks.append(asyncio.create_task(ask(*shop), name=shop[0]))
    done, pending = await asyncio.wait(
        tasks, return_when=asyncio.FIRST_COMPLETED
    )
    print(len(done), "done,", len(pending), "pending")
    print("the first price:", done.pop().result())
    for task in tasks:
        task.cancel()  # does nothing to a task that is done
    await asyncio.wait(tasks)
    print(f"all quiet after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
