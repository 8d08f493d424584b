"""A coroutine function for both steps, gathered."""

from asyncio import gather, run, sleep


async def find(page):
    await sleep(len(page) / 10)
    return f"address of {page}"


async def read(address):
    await sleep(0.1)
    print(f"{address}: 200")


async def check(page):
    await read(await find(page))


async def check_all(pages):
    await gather(*[check(page) for page in pages])


run(check_all(["me", "news", "weather"]))
