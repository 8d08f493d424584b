import asyncio
from contextlib import aclosing, asynccontextmanager


class Pages:
    def __init__(self, count):
        self.count = count

    def __aiter__(self):
        self.n = 0
        return self

    async def __anext__(self):
        if self.n == self.count:
            raise StopAsyncIteration
        self.n += 1
        await asyncio.sleep(0.01)
        return list(range(self.n * 10, self.n * 10 + 3))


async def items(pages):
    try:
        async for page in pages:
            for item in page:
                yield item
    finally:
        print("no more items")


@asynccontextmanager
async def connection(name):
    print("open", name)
    await asyncio.sleep(0.01)
    try:
        yield name
    finally:
        await asyncio.sleep(0.01)
        print("close", name)


async def main():
    async with connection("database"):
        async with aclosing(items(Pages(5))) as found:
            async for item in found:
                print(item)
                if item == 21:
                    break
    print([item async for item in items(Pages(1))])


asyncio.run(main())
