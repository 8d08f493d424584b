"""A loop that runs while there is no answer."""

import asyncio

tries = []


async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_patiently(question):
    answer = None
    number = 0
    while answer is None and number < 3:
        number += 1
        try:
            answer = await ask(question)
        except ConnectionError as error:
            print(f"try {number}: {error}")
    return answer or "gave up"


print(asyncio.run(ask_patiently("six times seven?")))
