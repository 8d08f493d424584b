# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# browser = { runs = false, reason = "in many browsers, a thread can't wait for the loop" }
# ///
"""A wait for the loop in the loop's own thread never ends."""

import asyncio


async def fetch_price(item):
    await asyncio.sleep(0.1)
    return len(item)


def price(item, loop):  # plain, and waits
    call = asyncio.run_coroutine_threadsafe(fetch_price(item), loop)
    try:
        return call.result(timeout=0.5)
    except TimeoutError:
        return "no answer"


async def main():
    loop = asyncio.get_running_loop()
    print("in a thread:", await asyncio.to_thread(price, "tea", loop))
    print("in the loop:", price("tea", loop))


asyncio.run(main())
