# /// script
# dependencies = ["anyio"]
# [tool.lab]
# browser = { runs = false, reason = "AnyIO imports a module that the page's Python doesn't have" }
# ///
"""With AnyIO: the first good answer wins."""

import anyio


async def first_good(calls):
    answers, errors = [], []

    async def one(call, *args):
        try:
            answers.append(await call(*args))
            group.cancel_scope.cancel()
        except Exception as error:
            errors.append(error)

    async with anyio.create_task_group() as group:
        for call in calls:
            group.start_soon(one, *call)
    if not answers:
        errors = errors or [ValueError("none")]
        raise ExceptionGroup("no good answer", errors)
    return answers[0]


async def ask(shop, seconds):
    await anyio.sleep(seconds)  # the shop takes its time
    if shop == "the market":
        raise OSError("closed")
    return shop


async def main():
    shops = {"the mill": 0.3, "the market": 0.1, "home": 0.2}
    calls = [(ask, *shop) for shop in shops.items()]
    print("answered first:", await first_good(calls))
    #> answered first: home


anyio.run(main)
