# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""Only the sender closes the stream, when it has sent everything."""

import asyncio

import anyio


async def produce(send):
    async with send:
        await send.send("hello")


async def main():
    send, receive = anyio.create_memory_object_stream(1)
    async with anyio.create_task_group() as group, receive:
        group.start_soon(produce, send)
        async for message in receive:
            print(message)
            #> hello


asyncio.run(main())
