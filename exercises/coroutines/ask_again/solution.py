"""Ask until you get an answer, up to three times."""

import asyncio

tries = []


# The checks use this: leave it as it is.
async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_patiently(question):
    for number in [1, 2, 3]:
        try:
            return await ask(question)
        except ConnectionError as error:
            print(f"try {number}: {error}")
    return "gave up"


print(asyncio.run(ask_patiently("six times seven?")))
