"""A thread waits for the keyboard, and the loop keeps running."""

import asyncio
import time


def read_line():
    time.sleep(0.5)  # your turn to type: return input("> ")
    return "tea, please"


async def show_messages():
    for number in range(1, 100):
        await asyncio.sleep(0.2)
        print("message", number)


async def main():
    messages = asyncio.create_task(show_messages(), name="messages")
    line = await asyncio.to_thread(read_line)
    print("you typed:", line)
    messages.cancel()


asyncio.run(main())
