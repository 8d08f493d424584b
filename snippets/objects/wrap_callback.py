"""Turn a function that calls back into one that can be awaited."""

import asyncio


def ask_shop(item, on_price, on_error):  # a library with callbacks
    loop = asyncio.get_running_loop()
    if item == "tea":
        loop.call_later(0.1, on_price, 3)
    else:
        loop.call_later(0.1, on_error, LookupError(item))


async def price(item):
    answer = asyncio.get_running_loop().create_future()

    def arrived(put, value):
        if not answer.done():  # the caller may have given up
            put(value)

    ask_shop(
        item,
        lambda value: arrived(answer.set_result, value),
        lambda error: arrived(answer.set_exception, error),
    )
    return await answer


async def main():
    print(await price("tea"))
    #> 3
    try:
        await price("coffee")
    except LookupError as error:
        print("not sold:", error)
        #> not sold: coffee


asyncio.run(main())
