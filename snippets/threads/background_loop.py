# /// script
# [tool.lab]
# browser = { runs = false, reason = "in many browsers, a thread can't wait for the loop" }
# ///
"""A loop in a thread, beside a main thread that keeps running."""

import asyncio
import threading


class BackgroundLoop:
    def __enter__(self):
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        self._ready.wait()
        return self

    def _run(self):
        asyncio.run(self._until_stopped())

    async def _until_stopped(self):
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        self._ready.set()
        await self._stop.wait()

    def start(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def __exit__(self, *exc_info):
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return len(item)


with BackgroundLoop() as background:
    calls = [background.start(fetch_price(i)) for i in ["tea", "rolls"]]
    print("main thread: goes on")
    #> main thread: goes on
    print([call.result(timeout=5) for call in calls])
    #> [3, 5]
