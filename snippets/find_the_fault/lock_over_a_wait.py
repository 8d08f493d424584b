"""Three readers look things up, and one thing is slow."""

import asyncio
import time

cache = {}
lock = asyncio.Lock()


async def look_up(word, seconds):
    async with lock:
        if word not in cache:
            await asyncio.sleep(seconds)
            cache[word] = f"what {word} means"
    print(f"{word} after {time.monotonic() - start:.1f} s")
    #> loop after 0.8 s
    #> task after 0.9 s
    #> loop after 0.9 s


async def main():
    async with asyncio.TaskGroup() as group:
        words = [("loop", 0.8), ("task", 0.1), ("loop", 0.8)]
        for number, (word, seconds) in enumerate(words, 1):
            group.create_task(
                look_up(word, seconds), name=f"reader {number}"
            )


start = time.monotonic()
asyncio.run(main())
