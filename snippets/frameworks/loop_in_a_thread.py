# /// script
# [tool.lab]
# lines = { most = 46, reason = "it is a tool, and its use" }
# browser = { runs = false, reason = "it starts a thread, and a page has none" }
# ///
"""One loop in a thread, for synchronous code that calls in again."""

import asyncio
import threading
from contextlib import contextmanager


@contextmanager
def loop_in_a_thread():
    """Give a function that runs a coroutine there, and waits for it."""
    loops = []
    ready, stop = threading.Event(), asyncio.Event()

    async def main():
        loops.append(asyncio.get_running_loop())
        ready.set()
        await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(main()))
    thread.start()
    ready.wait()
    [loop] = loops

    def call(coroutine):
        future = asyncio.run_coroutine_threadsafe(coroutine, loop)
        return future.result()

    try:
        yield call
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()


async def which_loop():
    await asyncio.sleep(0.1)
    return asyncio.get_running_loop()


if __name__ == "__main__":
    with loop_in_a_thread() as call:
        first = call(which_loop())
        print("the same loop?", call(which_loop()) is first)
        #> the same loop? True
