"""If no answer ever comes, it makes one coroutine too many, which is never awaited."""

import asyncio

tries = []


async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_patiently(question):
    answer = ask(question)
    for number in [1, 2, 3]:
        try:
            return await answer
        except ConnectionError as error:
            print(f"try {number}: {error}")
            answer = ask(question)
    return "gave up"


print(asyncio.run(ask_patiently("six times seven?")))
