"""The bill takes 0.6 s: 0.1 s to send it, and too long for the numbers."""

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
    price = await asyncio.create_task(fetch_price())
    rate = await asyncio.create_task(fetch_rate())
    await send_bill(price * rate)


asyncio.run(main())
