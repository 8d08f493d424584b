"""`as_completed` gives you the answers as they arrive."""

import asyncio
import time


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    return shop, price


async def main():
    start = time.perf_counter()
    shops = [("mill", 0.3, 12), ("market", 0.1, 15), ("corner", 0.2, 9)]
    tasks = []
    for shop in shops:
        tasks.append(asyncio.create_task(ask(*shop), name=shop[0]))
    for next_answer in asyncio.as_completed(tasks):
        shop, price = await next_answer
        print(shop, price, f"after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
