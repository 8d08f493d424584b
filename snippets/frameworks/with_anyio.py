# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "it starts a thread, and a page has none" }
# ///
"""With AnyIO: one loop in a thread, for synchronous code."""

import asyncio

from anyio.from_thread import start_blocking_portal


async def which_loop():
    await asyncio.sleep(0.1)
    return asyncio.get_running_loop()


if __name__ == "__main__":
    with start_blocking_portal() as portal:
        first = portal.call(which_loop)
        print("the same loop?", portal.call(which_loop) is first)
        #> the same loop? True
