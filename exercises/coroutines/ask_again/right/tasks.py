"""Each try is a task; another name, another start."""

import asyncio

tries = []


async def ask(question):
    tries.append(question)
    if len(tries) < 3:
        raise ConnectionError("no answer")
    return f"{question} 42"


async def ask_three_times(question):
    for number in [1, 2, 3]:
        try:
            return await asyncio.create_task(ask(question))
        except ConnectionError as error:
            print(f"try {number}: {error}")
    return "gave up"


loop = asyncio.new_event_loop()
print(loop.run_until_complete(ask_three_times("six times seven?")))
loop.close()
