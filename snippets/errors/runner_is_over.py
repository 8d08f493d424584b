# /// script
# [tool.lab]
# masks = ["traceback"]
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""A runner is used after its block."""

import asyncio


async def greet(name):
    print("Hello,", name)


with asyncio.Runner() as runner:
    runner.run(greet("Ada"))
greeting = greet("Grace")
try:
    runner.run(greeting)
finally:
    greeting.close()
