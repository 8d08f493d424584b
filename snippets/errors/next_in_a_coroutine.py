# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""next finds nothing, in a coroutine."""

import asyncio


async def first_even(numbers):
    return next(n for n in numbers if n % 2 == 0)


async def main():
    print(await first_even([1, 3, 5]))


asyncio.run(main())
