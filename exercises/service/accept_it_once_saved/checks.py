"""Answer 202 only once a page is saved; if the disk is full, 503."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "When does the client get its answer, and when is the page in the database?",
    "The answer has to wait for `save`. What should it be if `save` fails?",
    "Put `await save(url)` in a `try`, `return 503` for an OSError, and `return 202` after it.",
)


def no_answer_before_it_is_saved(attempt: Attempt) -> None:
    """A client that got a 202 finds its page in the database."""
    attempt.run()
    run = attempt.call("With a page that can be saved", _saved)
    status, saved = run.result
    if status != 202:
        wrong("A page was saved, but the answer isn't 202.")
    if not saved:
        wrong("The answer is 202, but the page isn't in the database yet.")


def no_202_for_a_full_disk(attempt: Attempt) -> None:
    """If the disk is full, the answer is 503."""
    run = attempt.call("With a full disk", _full)
    if isinstance(run.result, OSError):
        wrong("With a full disk, the error leaves `accept`, so the client doesn't get an answer.")
    if run.result != 503:
        wrong(f"With a full disk, the answer is {run.result}, not 503.")


def a_mistake_is_not_hidden(attempt: Attempt) -> None:
    """If the error has nothing to do with the disk, the answer isn't 503."""

    async def save(url: str) -> None:
        raise ZeroDivisionError

    run = attempt.call("With a mistake in `save`", _mistaken, save=save)
    if run.result in (202, 503):
        wrong(f"With a mistake in `save`, it says {run.result}. Catch the error that you expect.")


def clients_don_t_wait_for_each_other(attempt: Attempt) -> None:
    """Three clients get their answers as soon as one would."""
    run = attempt.call("With three clients", _three)
    if run.result > 0.3:
        wrong("Three clients wait for one another.")


async def _saved(program: Program) -> tuple[object, bool]:
    status = await program.accept("http://host/")
    return status, "http://host/" in program.database


async def _full(program: Program) -> object:
    try:
        return await program.accept("http://full/")
    except OSError as error:
        return error


async def _mistaken(program: Program) -> object:
    try:
        return await program.accept("http://host/")
    except (ZeroDivisionError, ExceptionGroup):  # a TaskGroup raises it in a group
        return "raised"


async def _three(program: Program) -> float:
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(*(program.accept(f"http://host/{n}") for n in range(3)))
    return loop.time() - start
