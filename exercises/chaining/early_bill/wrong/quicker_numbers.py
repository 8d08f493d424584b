"""The bill arrives after 0.2 s: let each call take as long as before."""

import asyncio


# The checks use this name: keep it.
async def fetch_price():
    await asyncio.sleep(0.1)
    return 40


# The checks use this name: keep it.
async def fetch_rate():
    await asyncio.sleep(0.1)
    return 1.5


# The checks use this name: keep it.
async def send_bill(amount):
    await asyncio.sleep(0.1)
    print(f"bill: {amount:.2f} dollars")


async def main():
    async with asyncio.TaskGroup() as group:
        price = group.create_task(fetch_price())
        rate = group.create_task(fetch_rate())
    await send_bill(price.result() * rate.result())


asyncio.run(main())
