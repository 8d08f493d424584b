# /// script
# dependencies = ["uvloop"]
# [tool.lab]
# clock = { use = "own", reason = "uvloop is a loop of its own" }
# browser = { runs = false, reason = "uvloop is compiled code, which a page can't load" }
# ///
"""uvloop with loop_factory: no policy, and nothing set for others."""

import asyncio

import uvloop


async def main():
    loop = asyncio.get_running_loop()
    print(type(loop).__module__)


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    runner.run(main())
