"""A future is made empty, filled later, and awaited in between."""

import asyncio


def bake(pizza):
    print("oven: the pizza is done")
    pizza.set_result("a hot pizza")
    print("oven: off")


def ring(pizza):
    print("bell: there is", pizza.result())


async def main():
    loop = asyncio.get_running_loop()
    pizza = loop.create_future()
    pizza.add_done_callback(ring)
    loop.call_later(0.2, bake, pizza)
    print("main: is it done?", pizza.done())
    print("main: I eat", await pizza)


asyncio.run(main())
