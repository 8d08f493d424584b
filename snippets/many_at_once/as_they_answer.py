"""`as_completed` hands out the answers as they come."""

import asyncio
import time


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    return shop, price


async def main():
    begin = time.perf_counter()
    questions = [
        ask("corner", 0.3, 12),
        ask("market", 0.1, 15),
        ask("mill", 0.2, 9),
    ]
    for next_answer in asyncio.as_completed(questions):
        shop, price = await next_answer
        print(shop, price, f"after {time.perf_counter() - begin:.1f} s")


asyncio.run(main())
