# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "it would add where the future was made" }
# ///
"""A future of one loop is awaited in another."""

import asyncio


async def make():
    return asyncio.get_running_loop().create_future()


async def wait_for(future):
    try:
        await future
    except RuntimeError as error:
        _, got, text = str(error).partition("got ")
        print("RuntimeError: Task ...", got + text)


future = asyncio.run(make())
asyncio.run(wait_for(future))
