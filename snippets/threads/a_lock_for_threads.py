"""A `threading.Lock` protects what several threads change."""

import asyncio
import threading
import time

seats = {"taken": 0}
lock = threading.Lock()


def book():  # in a thread
    with lock:
        taken = seats["taken"]
        time.sleep(0.1)  # any line may be slow
        seats["taken"] = taken + 1


async def main():
    async with asyncio.TaskGroup() as group:
        for _ in range(3):
            group.create_task(asyncio.to_thread(book))
    print("three booked, taken:", seats["taken"])


asyncio.run(main())
