"""Transfer everything, or nothing if it fails or is cancelled."""

import asyncio

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "What is in the database between the two calls of `add`? If the transfer stops"
    " there, what undoes it?",
    "A cancellation is a BaseException, but not an Exception.",
    "All three calls belong in the `try`. After it: `except BaseException:`, `await db.rollback()`,"
    " `raise`.",
)


def a_whole_transfer_is_done(attempt: Attempt) -> None:
    """A transfer that isn't stopped is saved."""
    attempt.run()
    if attempt.call("When nothing stops it", _whole).result != [90, 110]:
        wrong("When nothing stops it, Ann should have 90 coins and Ben 110.")


def half_of_it_is_taken_back(attempt: Attempt) -> None:
    """A transfer that is stopped leaves nothing behind."""
    coins = attempt.call("When it is stopped", _stopped).result
    if sum(coins) != 200:
        wrong(f"A transfer stopped between the two leaves {sum(coins)} of 200 coins.")
    if coins != [100, 100]:
        wrong("A transfer stopped between the two is saved all the same.")


def nothing_is_left_open(attempt: Attempt) -> None:
    """A transfer that is stopped at its commit leaves nothing for the next one."""
    if not attempt.call("When it is stopped at its commit", _at_the_commit).result:
        wrong("A transfer stopped at its commit leaves its changes for the next commit.")


def an_error_too(attempt: Attempt) -> None:
    """A transfer to someone unknown leaves nothing behind, and raises an error."""
    result = attempt.call("With an unknown taker", _unknown).result
    if result is None:
        wrong("The recipient is unknown, but no error is raised.")
    if sum(result) != 200:
        wrong("With an unknown recipient, coins are lost.")


def it_stays_cancelled(attempt: Attempt) -> None:
    """A transfer that is stopped raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancelled, fails=True).result:
        wrong("The task was stopped, but doesn't raise CancelledError: use `raise` after rollback.")


async def _whole(program: Program) -> list[int]:
    db = program.Database()
    await program.transfer(db, "Ann", "Ben", 10)
    return list(db.saved.values())


async def _stopped(program: Program) -> list[int]:
    db = program.Database()
    task = asyncio.create_task(program.transfer(db, "Ann", "Ben", 10))
    await asyncio.sleep(0.15)
    task.cancel()
    await asyncio.wait([task])
    await db.commit()
    return list(db.saved.values())


async def _at_the_commit(program: Program) -> bool:
    db = program.Database()
    task = asyncio.create_task(program.transfer(db, "Ann", "Ben", 10))
    await asyncio.sleep(0.25)
    task.cancel()
    await asyncio.wait([task])
    saved = dict(db.saved)
    await db.commit()
    return bool(db.saved == saved)


async def _unknown(program: Program) -> list[int] | None:
    db = program.Database()
    try:
        await program.transfer(db, "Ann", "Cem", 10)
    except (KeyError, ExceptionGroup):  # a TaskGroup raises it in a group
        await db.commit()
        return list(db.saved.values())
    return None


async def _cancelled(program: Program) -> bool:
    return await ends_as_cancelled(program.transfer(program.Database(), "Ann", "Ben", 10))
