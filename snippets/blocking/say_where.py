# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "asyncio itself would log the call that blocks" }
# browser = { runs = false, reason = "a page has one thread, and no other can look into it" }
# ///
"""A thread that shows the line where the loop is stuck."""

import asyncio
import contextlib
import sys
import threading
import time
import traceback


@contextlib.asynccontextmanager
async def say_where_it_blocks(allowed=0.2):
    loop, ident = asyncio.get_running_loop(), threading.get_ident()
    answered, over = threading.Event(), threading.Event()

    def watch():
        while not over.wait(allowed):
            answered.clear()
            loop.call_soon_threadsafe(answered.set)
            if not answered.wait(allowed):
                stack = traceback.extract_stack(
                    sys._current_frames()[ident]
                )
                mine = [at for at in stack if at.filename == __file__]
                print("stuck at:", (mine or stack)[-1].line)
                #> stuck at: time.sleep(0.9)
                answered.wait()

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()


async def main():
    async with say_where_it_blocks():
        await asyncio.sleep(0.3)
        time.sleep(0.9)


asyncio.run(main())
