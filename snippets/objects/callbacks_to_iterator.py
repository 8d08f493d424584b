"""Turn many callbacks into something to loop over."""

import asyncio


def watch_prices(on_price, on_end):  # a library with callbacks
    loop = asyncio.get_running_loop()
    loop.call_later(0.1, on_price, 3)
    loop.call_later(0.2, on_price, 4)
    loop.call_later(0.3, on_end)


async def prices():
    arrived = asyncio.Queue()
    end = object()
    watch_prices(
        arrived.put_nowait,
        lambda: arrived.put_nowait(end),
    )
    while (price := await arrived.get()) is not end:
        yield price


async def main():
    async for price in prices():
        print(price)
        #> 3
        #> 4
    print("no more prices")
    #> no more prices


asyncio.run(main())
