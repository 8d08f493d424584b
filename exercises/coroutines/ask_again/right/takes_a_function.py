"""A helper that is given a function to call for each try."""

import asyncio as aio

tries = []
LIMIT = 3


async def ask(question: str) -> str:
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def retry(make_coroutine, limit: int = LIMIT) -> str:
    number = 1
    while number <= limit:
        attempt = make_coroutine()
        try:
            answer = await attempt
        except ConnectionError as error:
            print(f"try {number}: {error}")
            number += 1
        else:
            return answer
    return "gave up"


async def main():
    print(await retry(lambda: ask("six times seven?")))


if __name__ == "__main__":
    aio.run(main())
