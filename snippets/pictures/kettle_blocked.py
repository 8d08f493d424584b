# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would log the slow step, too" }
# ///
"""Three breakfasts, one kettle, and a toaster that blocks the loop."""

import asyncio
import time


async def boil(drink, kettle):
    async with kettle:
        await asyncio.sleep(0.2)
    print(drink)


async def toast():
    await asyncio.sleep(0.1)  # slice the bread
    time.sleep(0.2)  # a call that blocks
    print("toast")


async def main():
    kettle = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(boil("tea", kettle), name="tea")
        group.create_task(boil("coffee", kettle), name="coffee")
        group.create_task(toast(), name="toast")


asyncio.run(main())
