"""Report where each parcel is, or that it is lost."""

import asyncio

ANSWERS = {
    "parcel 1": "office 7",
    "office 7": "Oslo",
    "parcel 2": "office 9",  # which is closed
}


# The checks use this name: keep it.
def ask(question):
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    if question in ANSWERS:
        loop.call_later(0.1, answer.set_result, ANSWERS[question])
    else:
        error = LookupError(question)
        loop.call_later(0.1, answer.set_exception, error)
    return answer


async def find(parcel):
    return await ask(await ask(parcel))


async def main(parcels):
    finds = [find(parcel) for parcel in parcels]
    towns = await asyncio.gather(*finds, return_exceptions=True)
    for parcel, town in zip(parcels, towns):
        if isinstance(town, LookupError):
            print(parcel, "is lost")
        else:
            print(parcel, "is in", town)


asyncio.run(main(["parcel 1", "parcel 2", "parcel 3"]))
