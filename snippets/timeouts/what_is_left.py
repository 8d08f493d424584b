"""Pass what is left of a deadline to a call that takes seconds."""

import asyncio
import time


def ask(question, timeout):  # can only block, but has a limit
    time.sleep(min(0.2, timeout))
    if timeout < 0.2:
        raise TimeoutError(f"{question}: gave up after {timeout:.1f} s")
    return f"{question}: answered"


async def ask_by(deadline, question):
    left = deadline - asyncio.get_running_loop().time()
    if left <= 0:
        raise TimeoutError(f"{question}: no time left")
    return await asyncio.to_thread(ask, question, timeout=left)


async def main():
    deadline = asyncio.get_running_loop().time() + 0.5
    try:
        for question in ["who", "what", "where", "when"]:
            print(await ask_by(deadline, question))
            #> who: answered
            #> what: answered
    except TimeoutError as error:
        print(error)
        #> where: gave up after 0.1 s


asyncio.run(main())
