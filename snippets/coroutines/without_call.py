# /// script
# [tool.lab]
# masks = ["address"]
# ///
"""`asyncio.run` takes a coroutine, not a coroutine function."""

import asyncio


async def main():
    print("hello")


try:
    asyncio.run(main)
except (TypeError, ValueError) as error:
    print(f"{type(error).__name__}: {error}")
