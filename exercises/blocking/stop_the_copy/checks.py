"""When the copying is cancelled, copy at most one more photo."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Nothing can stop the thread from outside. How much work do you give it at once?",
    "A cancellation arrives at an `await`. Where could there be one between two photos?",
    "Move the loop into `backup`: for each photo, `await asyncio.to_thread(copy, photo)`.",
)


def it_is_stopped(attempt: Attempt) -> None:
    """The program says "stopped" after 0.25 seconds, or once the current photo is copied."""
    run = attempt.run()
    if "stopped" not in run.lines:
        wrong('No line says "stopped".')
    if (blocked := run.blocked) > 0.01:
        wrong(f"The loop is blocked for {blocked:.2f} s: copy in a thread, and await the copying.")
    if (at := run.printed("stopped")) > 0.31:
        wrong(f'It says "stopped" only after {at:.2f} s.')


def at_most_one_more(attempt: Attempt) -> None:
    """At most one photo is copied after that."""
    copied = _copied(attempt.run().lines)
    if copied < 2:
        wrong(f"Only {copied} photos were copied, although there was time for more.")
    if copied > 3:
        wrong(f"{copied - 2} more photos are copied after the program has given up.")


def without_a_limit(attempt: Attempt) -> None:
    """Without a limit, all photos are copied."""
    run = attempt.call("Without a limit", lambda program: program.backup(range(1, 5)))
    if _copied(run.lines) != 4:
        wrong(f"Without a limit, {_copied(run.lines)} of 4 photos are copied.")


def two_backups(attempt: Attempt) -> None:
    """Stopping one backup does not stop another."""
    run = attempt.call("With two backups, of which one is stopped", _one_of_two)
    if "copied photo 104" not in run.lines:
        wrong("Two backups run at once. When one is stopped, the other stops as well.")


async def _one_of_two(program: Program) -> None:
    other = asyncio.create_task(program.backup(range(101, 105)))
    stopped = asyncio.create_task(program.backup(range(1, 9)))
    await asyncio.sleep(0.15)
    stopped.cancel()
    await asyncio.wait([stopped, other])


def _copied(lines: list[str]) -> int:
    return sum(line.startswith("copied photo") for line in lines)
