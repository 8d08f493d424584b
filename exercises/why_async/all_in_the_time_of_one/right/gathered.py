"""gather."""

import asyncio


async def download(name, seconds):
    await asyncio.sleep(seconds)
    print(f"{name}: here")


async def main():
    await asyncio.gather(download("weather", 0.2), download("news", 0.3), download("mail", 0.1))


asyncio.run(main())
