import asyncio
import concurrent.futures
import time


def blocking_io(n):
    time.sleep(0.1 * n)
    return f"blocking {n}"


def cpu_bound(n):
    return sum(i * i for i in range(n))


async def ticker(stop):
    ticks = 0
    while not stop.is_set():
        ticks += 1
        await asyncio.sleep(0.04)
    return ticks > 2


async def main():
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    task = asyncio.create_task(ticker(stop))
    print(await asyncio.to_thread(blocking_io, 1))
    print(await asyncio.gather(*(asyncio.to_thread(blocking_io, n) for n in (2, 1))))
    print(await loop.run_in_executor(None, cpu_bound, 1000))
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        print(await loop.run_in_executor(pool, blocking_io, 1))
    stop.set()
    print("the loop went on:", await task)


asyncio.run(main())
