# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "the program turns debug mode on itself" }
# ///
"""Debug mode raises where a thread touches the loop."""

import asyncio


def work(loop):  # in a thread
    try:
        loop.call_soon(print, "never called")  # wrong from a thread
    except RuntimeError as error:
        print(error)


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.to_thread(work, loop)


asyncio.run(main(), debug=True)
