"""Parcel 2 is reported after 0.5 s, not 0.2."""

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
        town = await ask(office)
    except LookupError:
        return f"{parcel} is lost"
    else:
        return f"{parcel} is in {town}"


async def main(parcels):
    tasks = [asyncio.create_task(find(parcel)) for parcel in parcels]
    await asyncio.sleep(0.5)  # long enough?
    for task in tasks:
        print(await task)


asyncio.run(main(["parcel 1", "parcel 2", "parcel 3"]))
