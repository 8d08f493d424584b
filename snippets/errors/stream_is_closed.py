# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""A stream is used after one of its ends was closed."""

import asyncio

import anyio


async def main():
    send, receive = anyio.create_memory_object_stream(1)
    with send, receive:
        receive.close()  # the other end
        try:
            await send.send("hello")
        except anyio.BrokenResourceError as error:
            print(type(error).__name__)
            #> BrokenResourceError
        send.close()  # its own end
        try:
            await send.send("hello")
        except anyio.ClosedResourceError as error:
            print(type(error).__name__)
            #> ClosedResourceError


asyncio.run(main())
