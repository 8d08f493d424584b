"""With slower answers, no line says what news answered."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def fetch_all(names):
    tasks = [asyncio.create_task(fetch(name)) for name in names]
    await asyncio.sleep(0.2)
    for task in tasks:
        if task.done():
            print(task.result())


async def main():
    await fetch_all(["news", "mail", "weather"])


asyncio.run(main())
