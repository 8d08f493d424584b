# /// script
# dependencies = ["greenlet"]
# [tool.lab]
# browser = { runs = false, reason = "greenlet is compiled code, which a page can't load" }
# ///
"""With greenlet, a plain function can wait for a coroutine."""

import asyncio

from greenlet import getcurrent, greenlet


async def fetch_price(item):
    await asyncio.sleep(0.1)
    return 40


def wait_for(coroutine):
    return getcurrent().parent.switch(coroutine)


def price_with_tax(item):
    return wait_for(fetch_price(item)) * 1.2


async def call(function, *arguments):
    plain = greenlet(function)
    result = plain.switch(*arguments)
    while not plain.dead:
        try:
            answer = await result
        except BaseException as error:
            result = plain.throw(error)
        else:
            result = plain.switch(answer)
    return result


async def main():
    print(await call(price_with_tax, "lamp"))
    #> 48.0


asyncio.run(main())
