"""Send the bill as early as its two numbers allow."""

import asyncio


# The checks use this: leave it as it is.
async def fetch_price():
    await asyncio.sleep(0.2)
    return 40


# The checks use this: leave it as it is.
async def fetch_rate():
    await asyncio.sleep(0.3)
    return 1.5


# The checks use this: leave it as it is.
async def send_bill(amount):
    await asyncio.sleep(0.1)
    print(f"bill: {amount:.2f} dollars")


async def main():
    async with asyncio.TaskGroup() as group:
        price = group.create_task(fetch_price())
        rate = group.create_task(fetch_rate())
    await send_bill(price.result() * rate.result())


asyncio.run(main())
