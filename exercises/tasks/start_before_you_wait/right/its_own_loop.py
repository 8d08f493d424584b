"""All answers in one list, by a loop made by hand."""

import asyncio


async def fetch(name):
    await asyncio.sleep(0.1)
    return f"{name}: 200"


async def main():
    results = await asyncio.gather(fetch("news"), fetch("mail"), fetch("weather"))
    print(results)


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
