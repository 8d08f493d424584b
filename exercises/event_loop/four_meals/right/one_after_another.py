"""A loop that sleeps before each meal but the first."""

from asyncio import run, sleep

MEALS = ["breakfast", "lunch", "tea", "dinner"]


async def serve(meals):
    first, *others = meals
    print(first)
    for meal in others:
        await sleep(0.1)
        print(meal)


if __name__ == "__main__":
    run(serve(MEALS))
