"""`continue` after a failure, `else` for the page, and `wait_for` around it."""

from asyncio import run, sleep, wait_for
from itertools import count


async def fetch(attempt: int) -> str:
    await sleep(0.1)
    if attempt < 3:
        raise ConnectionError("the server is busy")
    return "page"


async def fetch_with_retry() -> str:
    for attempt in count(1):
        try:
            page = await fetch(attempt)
        except ConnectionError as error:
            continue
        else:
            return page


async def main() -> None:
    try:
        print(await wait_for(fetch_with_retry(), timeout=0.15))
    except TimeoutError:
        print("timed out")


if __name__ == "__main__":
    run(main())
