"""The first good answer wins; if all fail, you get all errors."""

import asyncio


async def first_good(coroutines):
    tasks = [asyncio.create_task(each) for each in coroutines]
    errors = []
    try:
        for next_answer in asyncio.as_completed(tasks):
            try:
                return await next_answer
            except Exception as error:
                errors.append(error)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    raise ExceptionGroup(
        "no good answer", errors or [ValueError("none")]
    )


async def ask(shop, seconds):
    await asyncio.sleep(seconds)  # the shop takes its time
    if shop == "the market":
        raise OSError("closed")
    return shop


async def main():
    answer = await first_good(
        [ask("the mill", 0.3), ask("the market", 0.1), ask("home", 0.2)]
    )
    print("answered first:", answer)
    #> answered first: home


asyncio.run(main())
