# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""The warning names the line that lost it, not the one that made it."""

import asyncio


async def greet(name):
    print(f"Hello, {name}!")


def prepare(name):
    hello = greet(name)
    print("made:", type(hello).__name__)


async def main():
    prepare("Ada")


asyncio.run(main())
