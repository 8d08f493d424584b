"""With `return_exceptions=True`, a failure is one of the results."""

import asyncio


async def ask(shop, seconds, price):
    await asyncio.sleep(seconds)
    if price is None:
        raise ConnectionError(f"nobody at the {shop}")
    return price


async def main():
    answers = await asyncio.gather(
        ask("mill", 0.3, 12),
        ask("market", 0.1, None),
        ask("corner", 0.2, 9),
        return_exceptions=True,
    )
    for answer in answers:
        if isinstance(answer, Exception):
            print("failed:", answer)
        else:
            print(answer)


asyncio.run(main())
