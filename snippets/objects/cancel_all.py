"""Cancel all tasks except the current one, and wait for them."""

import asyncio


async def boil(name):
    await asyncio.sleep(60)
    print(name, "is done")


async def cancel_all():
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def main():
    egg = asyncio.create_task(boil("egg"))
    rice = asyncio.create_task(boil("rice"))
    await asyncio.sleep(0.1)
    await cancel_all()
    print(egg.cancelled(), rice.cancelled(), len(asyncio.all_tasks()))
    #> True True 1


asyncio.run(main())
