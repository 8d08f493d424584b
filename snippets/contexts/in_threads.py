"""`to_thread` copies the context; `run_in_executor` doesn't."""

import asyncio
from contextvars import ContextVar, copy_context

user = ContextVar("user", default="nobody")


def save():
    return user.get()


async def main():
    user.set("Ada")
    loop = asyncio.get_running_loop()
    print("to_thread:", await asyncio.to_thread(save))
    #> to_thread: Ada
    print("run_in_executor:", await loop.run_in_executor(None, save))
    #> run_in_executor: nobody
    context = copy_context()
    saved = await loop.run_in_executor(None, context.run, save)
    print("with a copy:", saved)
    #> with a copy: Ada


asyncio.run(main())
