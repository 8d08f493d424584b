"""One task beside `main`, awaited last."""

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
    later = asyncio.create_task(fetch_rate())
    price = await fetch_price()
    rate = await later
    await send_bill(price * rate)


asyncio.run(main())
