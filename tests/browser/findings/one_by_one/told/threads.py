"""Threads."""

import asyncio
import time


def load(name):
    time.sleep(0.02)


async def main():
    for name in range(12):
        await asyncio.to_thread(load, name)


asyncio.run(main())
