"""All answers in one line."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def main():
    results = await asyncio.gather(fetch("news"), fetch("mail"), fetch("weather"))
    print(*results)


if __name__ == "__main__":
    asyncio.run(main())
