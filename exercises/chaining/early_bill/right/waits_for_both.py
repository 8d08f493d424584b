"""`asyncio.wait` for two futures."""

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
    price_task = asyncio.ensure_future(fetch_price())
    rate_task = asyncio.ensure_future(fetch_rate())
    await asyncio.wait([price_task, rate_task])
    price, rate = price_task.result(), rate_task.result()
    await send_bill(price * rate)


asyncio.run(main())
