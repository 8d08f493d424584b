"""A class, type hints, and another start."""

import asyncio


async def fetch_price():
    await asyncio.sleep(0.2)
    return 40


async def fetch_rate():
    await asyncio.sleep(0.3)
    return 1.5


async def send_bill(amount):
    await asyncio.sleep(0.1)
    print(f"bill: {amount:.2f} dollars")


class Bill:
    def __init__(self) -> None:
        self.amount: float = 0.0

    async def make(self) -> None:
        tasks = {asyncio.create_task(fetch_price()), asyncio.create_task(fetch_rate())}
        done, _ = await asyncio.wait(tasks)
        self.amount = 1
        for task in done:
            self.amount *= task.result()

    async def send(self) -> None:
        await self.make()
        await send_bill(self.amount)


if __name__ == "__main__":
    with asyncio.Runner() as runner:
        runner.run(Bill().send())
