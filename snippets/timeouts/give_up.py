"""`asyncio.timeout` ends a wait that lasts too long."""

import asyncio
import time


async def fetch(name, seconds):
    try:
        async with asyncio.timeout(0.3):
            await asyncio.sleep(seconds)
            return f"{name}: fine"
    except TimeoutError:
        return f"{name}: no answer"


async def main():
    start = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        news = group.create_task(fetch("news", 0.1), name="news")
        mail = group.create_task(fetch("mail", 1.0), name="mail")
    print(news.result())
    print(mail.result())
    print(f"shown after {time.perf_counter() - start:.1f} s")


asyncio.run(main())
