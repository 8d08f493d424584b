"""An await in a loop: each question waits for the answer before."""

import asyncio
import time


async def ask(shop, seconds, price):
    print(f"{shop}: asked")
    await asyncio.sleep(seconds)
    print(f"{shop}: answers")
    return price


async def main():
    begin = time.perf_counter()
    shops = [("corner", 0.3, 12), ("market", 0.1, 15), ("mill", 0.2, 9)]
    prices = [await ask(*shop) for shop in shops]
    print(prices, f"after {time.perf_counter() - begin:.1f} s")


asyncio.run(main())
