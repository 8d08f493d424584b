"""gather."""

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
    price, rate = await asyncio.gather(fetch_price(), fetch_rate())
    await send_bill(price * rate)


asyncio.run(main())
