"""Report where each parcel is, or that it is lost."""

import asyncio

ANSWERS = {
    "parcel 1": "office 7",
    "office 7": "Oslo",
    "parcel 2": "office 9",  # which is closed
}


# The checks use this: leave it as it is.
def ask(question):
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    if question in ANSWERS:
        loop.call_later(0.1, answer.set_result, ANSWERS[question])
    else:
        error = LookupError(question)
        loop.call_later(0.1, answer.set_exception, error)
    return answer


def find(parcel):
    def ask_the_office(answer):
        ask(answer.result()).add_done_callback(report)

    def report(answer):
        print(parcel, "is in", answer.result())

    ask(parcel).add_done_callback(ask_the_office)


async def main(parcels):
    for parcel in parcels:
        find(parcel)
    await asyncio.sleep(0.5)  # long enough?


asyncio.run(main(["parcel 1", "parcel 2", "parcel 3"]))
