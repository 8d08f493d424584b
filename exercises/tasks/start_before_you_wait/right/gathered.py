"""gather, in main itself."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def main():
    for answer in await asyncio.gather(fetch("news"), fetch("mail"), fetch("weather")):
        print(answer)


asyncio.run(main())
