"""Keep the types of a decorated async function."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def logged(
    function: Callable[P, Awaitable[T]],
) -> Callable[P, Awaitable[T]]:
    @functools.wraps(function)
    async def wrapper(*args: P.args, **kwargs: P.kwargs) -> T:
        print("call", function.__name__)
        #> call price
        return await function(*args, **kwargs)

    return wrapper


@logged
async def price(item: str, count: int = 1) -> int:
    return 3 * count


async def main() -> None:
    print(await price("tea", count=2))
    #> 6


asyncio.run(main())
