"""A lambda can't wait, but it can return a coroutine."""

import asyncio


async def fetch(page):
    await asyncio.sleep(0.1)  # the server takes its time
    return f"page {page}"


async def twice(make):
    return [await make(), await make()]


async def main():
    print(await twice(lambda: fetch("home")))
    #> ['page home', 'page home']
    try:
        compile("lambda: await fetch('home')", "test.py", "exec")
    except SyntaxError as error:
        print(error.msg)
        #> 'await' outside async function


asyncio.run(main())
