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


def find(parcel):
    done = asyncio.get_running_loop().create_future()

    def ask_the_office(answer):
        if answer.exception():
            report(answer)
        else:
            ask(answer.result()).add_done_callback(report)

    def report(answer):
        if answer.exception():
            print(parcel, "is lost")
        else:
            print(parcel, "is in", answer.result())
        done.set_result(None)

    ask(parcel).add_done_callback(ask_the_office)
    return done


async def main(parcels):
    for done in [find(parcel) for parcel in parcels]:
        await done


asyncio.run(main(["parcel 1", "parcel 2", "parcel 3"]))
