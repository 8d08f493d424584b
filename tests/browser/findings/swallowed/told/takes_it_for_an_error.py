"""A task takes the request to cancel for an error."""

import asyncio


async def answer(line):
    await asyncio.sleep(0.02)


async def serve():
    for line in range(7):
        try:
            await answer(line)
        except BaseException as error:
            print(type(error).__name__)


async def main():
    server = asyncio.create_task(serve())
    await asyncio.sleep(0.05)
    server.cancel()
    await asyncio.wait([server])


asyncio.run(main())
