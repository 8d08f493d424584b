"""One place for errors that nothing catches: the loop's handler."""

import asyncio


def report(loop, context):
    print("to the log:", context["message"])
    #> to the log: Task exception was never retrieved
    print("to the log:", repr(context.get("exception")))
    #> to the log: ValueError('no such item')


async def fails():
    await asyncio.sleep(0.1)
    raise ValueError("no such item")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(report)
    task = asyncio.create_task(fails())
    await asyncio.sleep(0.2)
    del task  # nothing awaits it, and now nothing keeps it
    print("main goes on")
    #> main goes on


asyncio.run(main())
