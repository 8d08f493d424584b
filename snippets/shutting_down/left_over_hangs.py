"""asyncio.run waits for what is left over, however long that takes."""

import asyncio
import time


async def listen():
    try:
        await asyncio.sleep(60)
    finally:
        print("listen: saying goodbye")
        await asyncio.sleep(5)  # the other side doesn't answer
        print("listen: nobody answered")


async def main():
    task = asyncio.create_task(listen(), name="listen")
    await asyncio.sleep(0.1)
    print("main: done, and listen is left over:", not task.done())


start = time.perf_counter()
asyncio.run(main())
print(f"asyncio.run returned after {time.perf_counter() - start:.1f} s")
