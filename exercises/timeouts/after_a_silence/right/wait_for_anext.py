"""`wait_for` around each `anext`."""

import asyncio as aio


async def messages(pauses):
    for number, pause in enumerate(pauses, start=1):
        await aio.sleep(pause)
        yield f"message {number}"


async def chat(pauses):
    incoming = messages(pauses)
    try:
        while True:
            print(await aio.wait_for(anext(incoming), 0.3))
    except TimeoutError:
        print("closed")
    except StopAsyncIteration:
        pass


if __name__ == "__main__":
    aio.run(chat([0.2, 0.2, 0.2, 5]))
