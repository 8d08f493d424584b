import asyncio


async def background():
    raise RuntimeError("nobody looks at me")


async def main():
    asyncio.get_running_loop().set_exception_handler(
        lambda loop, context: print(context["message"], repr(context.get("exception")))
    )
    task = asyncio.create_task(background())
    await asyncio.sleep(0.01)
    del task
    await asyncio.sleep(0.01)
    print("main goes on")


asyncio.run(main())
