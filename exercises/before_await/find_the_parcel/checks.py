"""Report where each parcel is, or that it is lost."""

from __future__ import annotations

import asyncio

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "An error raised in a callback has no caller that could catch it. Where would you catch it?",
    "Make `find` an `async def`, and await both questions in it. A single `try` can"
    " then cover both.",
    "Let `main` start `find` for all parcels and wait for them. `gather` does both.",
)
LINES = ("parcel 1 is in Oslo", "parcel 2 is lost", "parcel 3 is lost")
_KNOWN = {"parcel 1": "office 7", "office 7": "Oslo", "parcel 2": "office 9"}


def each_parcel_is_reported(attempt: Attempt) -> None:
    """Each parcel is reported: one is in Oslo, two are lost."""
    for line in _missing(attempt.run()):
        wrong(f"The line {line!r} is missing.")


def all_at_once(attempt: Attempt) -> None:
    """It looks for all parcels at once."""
    run = attempt.run()
    seconds = run.printed(LINES[1])
    if seconds > 0.3:
        late = f"arcel 2 is reported after {seconds:.1f} s, not 0.2."
        if seconds > run.printed(LINES[0]):
            wrong(f"It looks for the parcels one after another: p{late}")
        wrong(f"P{late}")


def however_slow(attempt: Attempt) -> None:
    """No parcel is lost if the office is slower."""
    if _missing(attempt.run_with("With a slower office", ask=_ask_slowly)):
        wrong("With a slower office, not every parcel is reported. For how long does main wait?")


def _missing(run: Run) -> list[str]:
    return [line for line in LINES if line not in run.lines]


def _ask_slowly(question: str) -> asyncio.Future[str]:
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()
    if question in _KNOWN:
        loop.call_later(5, answer.set_result, _KNOWN[question])
    else:
        loop.call_later(5, answer.set_exception, LookupError(question))
    return answer
