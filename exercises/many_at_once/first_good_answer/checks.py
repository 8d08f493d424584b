"""Print the first price to arrive, and only that; cancel the rest."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "The first task that is done has failed. Which shops may still answer?",
    "Try each answer as it arrives until one has a price. `as_completed` gives you them in that"
    " order.",
    "In the loop: `try: print(await next_answer)`, then `break`; `except ConnectionError: pass`.",
)


def the_first_price_is_printed(attempt: Attempt) -> None:
    """Only the mill's price is printed."""
    lines = attempt.run().lines
    if lines != ["9"]:
        wrong(f"The first shop with a price is the mill: print 9, not {lines}.")


def it_is_printed_at_once(attempt: Attempt) -> None:
    """It is printed as soon as it arrives."""
    at = attempt.run().printed("9")
    if at > 0.25:
        wrong(f"The mill answers after 0.2 s, but its price is printed after {at:.1f} s.")


def nobody_is_asked_in_vain(attempt: Attempt) -> None:
    """The program doesn't wait for the others."""
    took = attempt.run().seconds
    if took > 0.25:
        wrong(f"The price arrives after 0.2 s, but the program ends after {took:.1f} s.")


def losers_are_cancelled(attempt: Attempt) -> None:
    """The shops that have not answered by then are cancelled."""
    run = attempt.call("Where two shops fail first", _two_fail_first)
    if run.lines != ["5"]:
        wrong(f"When two shops fail before one answers 5, it prints {run.lines}.")
    if run.left_running:
        wrong("A shop that is no longer needed is still being asked: cancel it.")


async def _two_fail_first(program: Program) -> None:
    shops = [("a", 0.1, None), ("b", 0.2, None), ("c", 0.3, 5), ("d", 0.6, 7)]
    await program.first_price([program.ask(*shop) for shop in shops])
    await asyncio.sleep(0.2)


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If it is cancelled itself, it raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `first_price` doesn't raise CancelledError.")


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.first_price([program.ask("mill", 0.2, 9)]))
