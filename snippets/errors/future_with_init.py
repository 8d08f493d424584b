"""The subclass calls the `__init__` of its base."""

import asyncio


class Reply(asyncio.Future):
    def __init__(self, number):
        super().__init__()
        self.number = number


async def main():
    reply = Reply(1)
    reply.set_result("yes")
    print(await reply)
    #> yes


asyncio.run(main())
