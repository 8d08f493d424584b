"""A cancellation that arrives long after the next turn."""

import asyncio
import time


async def save():
    try:
        await asyncio.sleep(10)
    finally:
        await asyncio.sleep(0.3)  # it puts things in order


async def wait_for_it(saving):
    try:
        await saving
    finally:
        took = time.perf_counter() - cancelled_at
        print(f"cancelled {took:.1f} s after cancel()")


async def main():
    global cancelled_at
    saving = asyncio.create_task(save())
    waiting = asyncio.create_task(wait_for_it(saving))
    await asyncio.sleep(0.1)
    cancelled_at = time.perf_counter()
    waiting.cancel()
    await asyncio.wait([waiting])


asyncio.run(main())
