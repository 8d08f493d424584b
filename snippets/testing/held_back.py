"""A stand-in whose answer comes when the test says so."""

import asyncio


class HeldBack:
    def __init__(self):
        self.asked = asyncio.Event()
        self.answer = asyncio.get_running_loop().create_future()

    async def __call__(self):
        self.asked.set()
        return await self.answer


async def show(load_news, screen):
    screen.append("loading...")
    screen[0] = await load_news()


async def main():
    load_news = HeldBack()
    screen = []
    async with asyncio.TaskGroup() as group:
        group.create_task(show(load_news, screen))
        await load_news.asked.wait()
        print(screen)
        #> ['loading...']
        assert screen == ["loading..."]
        load_news.answer.set_result("all is well")
    print(screen)
    #> ['all is well']
    assert screen == ["all is well"]


asyncio.run(main())
