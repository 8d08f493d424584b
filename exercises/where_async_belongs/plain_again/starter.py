"""Make `receipt` a plain function that gets the prices it prints."""

import asyncio

# The checks use this name: keep it.
PRICES = {"tea": 4, "rolls": 2}


# The checks use this: leave it as it is.
async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


# It gets a dictionary of prices.
# The checks use this name: keep it.
async def receipt(items):
    lines = []
    for item in items:
        price = await fetch_price(item)
        lines.append(f"{item}: {price * 1.1:.2f}")
    return "\n".join(lines)


async def main():
    print(await receipt(["tea", "rolls"]))


asyncio.run(main())
