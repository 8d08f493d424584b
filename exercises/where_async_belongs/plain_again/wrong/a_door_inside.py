"""For cheese at 100, `receipt` makes ['cheese: 4.40']."""

import asyncio

PRICES = {"tea": 4, "rolls": 2}


async def fetch_price(item):
    await asyncio.sleep(0.1)  # the shop takes its time
    return PRICES[item]


def receipt(items):
    lines = []
    for item in items:
        price = asyncio.run(
            fetch_price(item if item in PRICES else "tea")
        )
        lines.append(f"{item}: {price * 1.1:.2f}")
    return "\n".join(lines)


print(receipt(["tea", "rolls"]))
