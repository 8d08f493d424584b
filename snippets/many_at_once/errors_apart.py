"""All results, with the errors kept apart."""

import asyncio


async def ask(shop):
    await asyncio.sleep(0.1)  # the shop takes its time
    if shop == "the market":
        raise OSError("closed")
    return len(shop)


async def ask_all(shops):
    shops = list(shops)
    outcomes = await asyncio.gather(
        *[ask(shop) for shop in shops], return_exceptions=True
    )
    answers, errors = {}, {}
    for shop, outcome in zip(shops, outcomes):
        if isinstance(outcome, Exception):
            errors[shop] = outcome
        elif isinstance(outcome, BaseException):
            raise outcome  # one was cancelled
        else:
            answers[shop] = outcome
    return answers, errors


async def main():
    shops = ["the mill", "the market", "the corner shop"]
    answers, errors = await ask_all(shops)
    print(answers)
    #> {'the mill': 8, 'the corner shop': 15}
    print(errors)
    #> {'the market': OSError('closed')}


asyncio.run(main())
