"""The bill is sent before both numbers have arrived."""

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


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch_price())
        group.create_task(fetch_rate())
        group.create_task(send_bill(40 * 1.5))


asyncio.run(main())
