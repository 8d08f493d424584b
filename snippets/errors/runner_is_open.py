"""Each call is in the runner's block."""

import asyncio


async def greet(name):
    return f"Hello, {name}"


with asyncio.Runner() as runner:
    print(runner.run(greet("Ada")))
    #> Hello, Ada
    print(runner.run(greet("Grace")))
    #> Hello, Grace
