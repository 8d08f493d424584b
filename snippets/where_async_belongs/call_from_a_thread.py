# /// script
# [tool.lab]
# browser = { runs = false, reason = "in many browsers, a thread can't wait for the loop" }
# ///
"""A thread passes a coroutine to the loop and waits for the answer."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return len(item)


def price_list(items, loop):  # plain, in a thread
    prices = []
    for item in items:
        call = asyncio.run_coroutine_threadsafe(fetch_price(item), loop)
        prices.append(call.result(timeout=5))
    return prices


async def main():
    loop = asyncio.get_running_loop()
    items = ["tea", "rolls"]
    print(await asyncio.to_thread(price_list, items, loop))
    #> [3, 5]


asyncio.run(main())
