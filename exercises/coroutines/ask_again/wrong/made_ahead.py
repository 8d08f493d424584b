"""If the first try gets the answer, it leaves a coroutine that is never awaited."""

import asyncio

tries = []


async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_patiently(question):
    answers = [ask(question), ask(question), ask(question)]
    for number, answer in enumerate(answers, start=1):
        try:
            return await answer
        except ConnectionError as error:
            print(f"try {number}: {error}")
    return "gave up"


print(asyncio.run(ask_patiently("six times seven?")))
