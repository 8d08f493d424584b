"""A class whose methods are the two steps."""

import asyncio as aio


class Page:
    def __init__(self, name: str):
        self.name = name
        self.address = None

    async def locate(self):
        await aio.sleep(len(self.name) / 10)
        self.address = f"address of {self.name}"

    async def show(self):
        await aio.sleep(0.1)
        print(f"{self.address}: 200")

    async def both(self):
        await self.locate()
        await self.show()


async def check_all(pages):
    async with aio.TaskGroup() as tg:
        for page in pages:
            tg.create_task(Page(page).both())


if __name__ == "__main__":
    with aio.Runner() as runner:
        runner.run(check_all(["me", "news", "weather"]))
