"""Timeouts, shielding, waiting."""

import asyncio


async def forever():
    try:
        await asyncio.sleep(3600)
    except asyncio.CancelledError:
        print("cancelled")
        raise


async def main():
    try:
        async with asyncio.timeout(0.1):
            await forever()
    except TimeoutError:
        print("too late")
    try:
        await asyncio.wait_for(forever(), 0.1)
    except TimeoutError:
        print("too late again")
    shielded = asyncio.create_task(asyncio.sleep(0.2, "kept"))
    try:
        await asyncio.wait_for(asyncio.shield(shielded), 0.1)
    except TimeoutError:
        print(await shielded)
    done, pending = await asyncio.wait(
        [asyncio.create_task(asyncio.sleep(n / 10)) for n in range(1, 4)], timeout=0.25
    )
    print(len(done), len(pending))
    for first in asyncio.as_completed([asyncio.sleep(0.2, "b"), asyncio.sleep(0.1, "a")]):
        print(await first)


asyncio.run(main())
