"""After two failures, refuse calls for a second, then try one."""

import asyncio


class Breaker:
    def __init__(self, failures, pause):
        self.most, self.pause = failures, pause
        self.failed = self.open_until = 0

    async def call(self, function):
        now = asyncio.get_running_loop().time
        if now() < self.open_until:
            raise ConnectionRefusedError("not asked")
        if self.failed >= self.most:  # the others wait for this try
            self.open_until = now() + self.pause
        try:
            result = await function()
        except OSError:
            self.failed += 1
            if self.failed >= self.most:
                self.open_until = now() + self.pause
            raise
        self.failed = self.open_until = 0
        return result


async def main():
    async def fetch():  # plays a server that is down
        raise TimeoutError("no answer")

    breaker = Breaker(failures=2, pause=1)
    for _ in range(6):
        try:
            await breaker.call(fetch)
        except OSError as error:
            print(error)
            #> no answer
            #> no answer
            #> not asked
            #> not asked
            #> no answer
            #> not asked
        await asyncio.sleep(0.4)


asyncio.run(main())
