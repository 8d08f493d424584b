"""Send the bill as early as its two numbers allow."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "Which of the three calls needs a result from another call?",
    "The price doesn't need the rate, and the rate doesn't need the price. Ask for both at once.",
    "Start two tasks in a TaskGroup. After its block, you have both results.",
)


def the_bill_is_right(attempt: Attempt) -> None:
    """The bill says 60.00 dollars."""
    if "bill: 60.00 dollars" not in attempt.run().lines:
        wrong("40 at a rate of 1.5 is 60.00, but the program prints something else.")


def numbers_come_first(attempt: Attempt) -> None:
    """It is sent once both numbers have arrived."""
    run = attempt.run()
    needed = [*run.calls("fetch_price"), *run.calls("fetch_rate")]
    if len(needed) < 2:
        wrong("The program fetches only one of the two numbers.")
    sent = run.calls("send_bill")
    if not sent:
        wrong("`send_bill` is not awaited.")
    if sent[0].start < max(call.end for call in needed):
        wrong("The bill is sent before both numbers have arrived.")


def nothing_else_is_waited_for(attempt: Attempt) -> None:
    """It waits for nothing else: it has been sent after 0.4 seconds."""
    seconds = attempt.run().printed("bill")
    if seconds > 0.41:
        wrong(f"The bill takes {seconds:.1f} s: 0.1 s to send it, and too long for the numbers.")
    if seconds < 0.39:
        wrong(f"The bill arrives after {seconds:.1f} s: let each call take as long as before.")


def so_it_is_with_other_numbers(attempt: Attempt) -> None:
    """It also works with a price that takes longer."""
    run = attempt.run_with("With another price", fetch_price=_fetch_price)
    if "bill: 90.00 dollars" not in run.lines or run.printed("bill: 90") > 0.61:
        wrong("With a price that takes 0.5 s, the bill is wrong or late.")


async def _fetch_price() -> int:
    await asyncio.sleep(0.5)
    return 60
