"""A semaphore in front of `to_thread`."""

import asyncio
import time


def scan(page):
    time.sleep(0.2)  # can only block
    return f"text of {page}"


async def scan_in_turn(page, turn):
    async with turn:
        return await asyncio.to_thread(scan, page)


async def main():
    pages = ["one", "two", "three", "four", "five", "six"]
    turn = asyncio.Semaphore(2)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(scan_in_turn(page, turn)) for page in pages]
    for task in tasks:
        print(task.result())


asyncio.run(main())
