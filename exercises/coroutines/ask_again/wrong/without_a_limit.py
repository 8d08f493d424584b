"""If no answer ever comes, the program never ends."""

import asyncio

tries = []


async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_patiently(question):
    while True:
        try:
            return await ask(question)
        except ConnectionError as error:
            print(f"try {len(tries)}: {error}")


print(asyncio.run(ask_patiently("six times seven?")))
