"""`AsyncMock` takes the place of something that is awaited."""

import asyncio
from unittest.mock import AsyncMock


async def greeting(fetch_name, number):
    try:
        return f"Hello, {await fetch_name(number)}!"
    except TimeoutError:
        return "Hello, whoever you are!"


async def main():
    fetch_name = AsyncMock(return_value="Ada")
    print(await greeting(fetch_name, 7))
    #> Hello, Ada!
    fetch_name.assert_awaited_once_with(7)

    fetch_name.side_effect = ["Bo", TimeoutError]
    print(await greeting(fetch_name, 8))
    #> Hello, Bo!
    print(await greeting(fetch_name, 9))
    #> Hello, whoever you are!
    print(fetch_name.await_count, fetch_name.await_args_list)
    #> 3 [call(7), call(8), call(9)]


asyncio.run(main())
