# /// script
# [tool.lab]
# masks = ["traceback"]
# dev_mode = { on = false, reason = "the error hides a warning" }
# exit = { status = 1, reason = "the error is the lesson" }
# ///
"""`__init__` can't wait: it has to be a plain function."""

import asyncio


class Station:
    async def __init__(self, town):
        await asyncio.sleep(0.1)  # look up where the town is
        self.town = town


async def main():
    station = Station("Oslo")
    print(station.town)


asyncio.run(main())
