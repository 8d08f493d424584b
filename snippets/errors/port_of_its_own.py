"""The system gives each of them a free port."""

import asyncio


async def answer(reader, writer):
    writer.close()


async def main():
    first = await asyncio.start_server(answer, "127.0.0.1", 0)
    second = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with first, second:
        print("both listen")
        #> both listen


asyncio.run(main())
