"""An await in a loop: each question waits for the previous answer."""

import asyncio
import time


async def ask(shop, seconds, price):
    print(f"{shop}: asked")
    await asyncio.sleep(seconds)
    print(f"{shop}: answers")
    return price


async def main():
    start = time.perf_counter()
    shops = [("mill", 0.3, 12), ("market", 0.1, 15), ("corner", 0.2, 9)]
    prices = []
    for shop in shops:
        prices.append(await ask(*shop))
    print(prices, f"after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
