"""The program ends with LookupError at line 30: office 9."""

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
    try:
        office = await ask(parcel)
    except LookupError:
        print(parcel, "is lost")
        return
    print(parcel, "is in", await ask(office))


async def main(parcels):
    await asyncio.gather(*[find(parcel) for parcel in parcels])


asyncio.run(main(["parcel 1", "parcel 2", "parcel 3"]))
