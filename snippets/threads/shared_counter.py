# /// script
# [tool.lab]
# browser = { runs = false, reason = "in some browsers, a thread runs to its end at once" }
# ///
"""Threads can switch anywhere, and an update gets lost."""

import asyncio
import time

seats = {"taken": 0}


def book():  # in a thread
    taken = seats["taken"]
    time.sleep(0.1)  # any line may be slow
    seats["taken"] = taken + 1


async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(asyncio.to_thread(book))
    print("three booked, taken:", seats["taken"])


asyncio.run(main())
