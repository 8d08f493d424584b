"""Three people share a printer, and two of them never print."""

import asyncio

printer = asyncio.Lock()


async def print_pages(pages):
    await printer.acquire()
    await asyncio.sleep(0.1)
    if pages == 0:
        return
    await asyncio.sleep(0.1 * pages)
    printer.release()
    print(f"{pages} pages printed")
    #> 2 pages printed


async def main():
    try:
        async with asyncio.timeout(1), asyncio.TaskGroup() as group:
            for name, pages in [("Ada", 2), ("Bob", 0), ("Eve", 1)]:
                group.create_task(print_pages(pages), name=name)
    except TimeoutError:
        print("gave up")
        #> gave up


asyncio.run(main())
