# /// script
# [tool.lab]
# clock = { use = "own", reason = "its loop has a clock of its own" }
# browser = { runs = false, reason = "its loop has a clock of its own" }
# ///
"""A loop whose clock jumps: an hour passes in no time."""

import asyncio
import selectors
import time


class Jump(selectors.DefaultSelector):
    now = 0.0

    def select(self, timeout=None):
        if timeout:
            self.now += timeout  # instead of waiting
            timeout = 0
        return super().select(timeout)


class JumpingLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        self.jump = Jump()
        super().__init__(self.jump)

    def time(self):
        return self.jump.now


async def remind():
    await asyncio.sleep(3600)
    return "an hour is over"


async def main():
    loop = asyncio.get_running_loop()
    print(await remind(), "at", loop.time())


start = time.perf_counter()
with asyncio.Runner(loop_factory=JumpingLoop) as runner:
    runner.run(main())
print("in less than a second:", time.perf_counter() - start < 1)
