"""Give the phone back whatever happens, and let errors pass."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "When the block raises an error, it is raised at the `yield` in `phone`. The code"
    " after the `yield` is then skipped.",
    "`finally` runs after an error, and after a cancellation.",
    "After which line is there a phone to give back? That's where the `try` should start.",
)


def the_last_call_has_a_phone(attempt: Attempt) -> None:
    """Two calls fail, and the third still has a phone."""
    run = attempt.run()
    if not any(line.startswith("called 7") for line in run.lines):
        wrong("Number 7 isn't called.")


def errors_pass(attempt: Attempt) -> None:
    """An error in the block reaches the caller."""
    if attempt.run().lines.count("wrong number") != 2:
        wrong("The program doesn't say 'wrong number' twice: the error has to reach `main`.")


def two_calls_have_two_phones(attempt: Attempt) -> None:
    """Two calls at the same time have different phones."""

    async def two(program: Program) -> int:
        async with program.phone() as first, program.phone() as second:
            return len({first, second})

    if attempt.call("With two calls at once", two).result != 2:
        wrong("Two calls at once have the same phone.")


def a_cancelled_call_gives_it_back(attempt: Attempt) -> None:
    """A call that is cancelled gives its phone back."""
    _cancel(attempt, 0.15, "When a call is cancelled, its phone is not given back.")


def even_while_it_is_switched_on(attempt: Attempt) -> None:
    """It also works while the phone is being switched on."""
    words = (
        "If a call is cancelled while its phone is being switched on, the phone isn't given back."
    )
    _cancel(attempt, 0.05, words)


def _cancel(attempt: Attempt, after: float, words: str) -> None:
    async def cancelled(program: Program) -> tuple[bool, int]:
        return await ends_as_cancelled(_talk(program), after), len(program.free)

    ended, free = attempt.call("When a call is cancelled", cancelled, fails=True).result or (0, 0)
    if not ended:
        wrong("A call that is cancelled doesn't raise CancelledError.")
    if free != 2:
        wrong(words)


async def _talk(program: Program) -> None:
    async with program.phone():
        await asyncio.sleep(10)
