"""A while loop."""

import asyncio

tries = []


async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_patiently(question):
    number = 0
    while number < 3:
        number += 1
        answer = ask(question)
        try:
            result = await answer
        except ConnectionError as error:
            print(f"try {number}: {error}")
        else:
            return result
    return "gave up"


print(asyncio.run(ask_patiently("six times seven?")))
