"""Without a limit, the slowest answer holds up all the others."""

import asyncio
import time


async def fetch(name, seconds):
    await asyncio.sleep(seconds)  # asks a server
    return f"{name}: fine"


async def main():
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        news = group.create_task(fetch("news", 0.1), name="news")
        mail = group.create_task(fetch("mail", 1.0), name="mail")
    print(news.result())
    print(mail.result())
    print(f"shown after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
