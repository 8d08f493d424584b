"""The last order is done after 0.80 s. Three orders at once take 0.3 s."""

import asyncio
import time


def read_order(number):
    return {"number": number, "price": 10 * number}


def check_price(order):
    time.sleep(0.25)  # stands in for a call that blocks
    return order["price"] > 10


def write_line(order, good):
    print("order", order["number"], "good" if good else "too small")


async def tick():
    for number in range(1, 10):
        print("tick", number)
        await asyncio.sleep(0.1)


async def handle(number):
    await asyncio.sleep(0.05)  # the order arrives
    order = read_order(number)
    good = await asyncio.to_thread(check_price, order)
    write_line(order, good)


async def handle_all():
    await asyncio.sleep(0.05)
    for number in [1, 2, 3]:
        order = read_order(number)
        write_line(order, await asyncio.to_thread(check_price, order))


async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(tick())
        group.create_task(handle_all())


asyncio.run(main())
