"""Three downloads with async: they wait together, in one thread."""

import asyncio
import threading
import time


def report(text):
    where = threading.current_thread().name
    print(f"{time.perf_counter() - start:.1f} s  {text} ({where})")


async def download(name, seconds):
    report(f"{name}: asked")
    await asyncio.sleep(seconds)
    report(f"{name}: here")


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(download("news", 0.3), name="news")
        group.create_task(download("mail", 0.1), name="mail")
        group.create_task(download("weather", 0.2), name="weather")
    report("all here")


start = time.perf_counter()
asyncio.run(main())
