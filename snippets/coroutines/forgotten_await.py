# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""Without `await`, a coroutine is made and thrown away unused."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


async def main():
    print("before")
    greet("Ada")
    print("after")


asyncio.run(main())
