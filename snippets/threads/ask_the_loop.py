# /// script
# [tool.lab]
# browser = { runs = false, reason = "in many browsers, a thread can't wait for the loop" }
# ///
"""A thread gives up waiting for a coroutine, and cancels it."""

import asyncio


async def fetch_price(item, seconds):
    try:
        await asyncio.sleep(seconds)  # the shop takes its time
    except asyncio.CancelledError:
        print("loop:", item, "cancelled")
        raise
    return len(item)


def shopping(loop):  # plain, in a thread
    for item, seconds in [("tea", 0.1), ("rolls", 60)]:
        call = asyncio.run_coroutine_threadsafe(
            fetch_price(item, seconds), loop
        )
        try:
            print("thread:", item, call.result(timeout=0.3))
        except TimeoutError:
            print("thread: no answer for", item)
            call.cancel()


async def main():
    await asyncio.to_thread(shopping, asyncio.get_running_loop())
    await asyncio.sleep(0.1)


asyncio.run(main())
