# /// script
# [tool.lab]
# masks = ["folder"]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""An async `__del__` never runs; `async with` waits for clean-up."""

import asyncio


class Careless:
    async def __del__(self):
        print("never printed")


class Connection:
    async def aclose(self):
        await asyncio.sleep(0.1)  # say goodbye to the server
        print("closed")

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.aclose()


async def main():
    careless = Careless()
    del careless
    async with Connection():
        print("in use")


asyncio.run(main())
