"""Each meal is a task."""

import asyncio


async def serve(meal, after):
    await asyncio.sleep(after)
    print(meal)


async def main():
    meals = {"breakfast": 0.0, "lunch": 0.1, "tea": 0.2, "dinner": 0.3}
    await asyncio.gather(*(serve(meal, after) for meal, after in meals.items()))


asyncio.run(main())
