"""A group in which one task may fail without ending the others."""

import asyncio


async def or_else(default, call, *arguments):
    try:
        return await call(*arguments)
    except Exception as error:
        print(f"goes on without it: {error!r}")
        #> goes on without it: OSError('no advert today')
        return default


async def text():
    await asyncio.sleep(0.2)  # a server takes its time
    return "The news."


async def advert():
    await asyncio.sleep(0.1)
    raise OSError("no advert today")


async def main():
    async with asyncio.TaskGroup() as group:
        page = group.create_task(text())
        extra = group.create_task(or_else("", advert))
    print(page.result() + extra.result())
    #> The news.


asyncio.run(main())
