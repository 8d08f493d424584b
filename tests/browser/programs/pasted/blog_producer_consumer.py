import asyncio


async def producer(q, n):
    for i in range(n):
        await asyncio.sleep(0.02)
        print("produced", i)
        await q.put(i)
    await q.put(None)


async def consumer(q):
    while (item := await q.get()) is not None:
        print("    consumed", item)
        await asyncio.sleep(0.5)
    print("    done")


async def main():
    q = asyncio.Queue(maxsize=2)
    await asyncio.gather(producer(q, 4), consumer(q))


asyncio.run(main())
