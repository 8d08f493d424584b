"""Answer after 0.5 seconds at the latest, whatever the steps take."""

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "How long may three steps take together if each of them may take 0.5 seconds?",
    "One block around all the steps has one deadline. Which function sees all the steps?",
    "Move `async with asyncio.timeout(0.5):` from `step` to `answer`, around the `for`.",
)


def answer_is_on_time(attempt: Attempt) -> None:
    """There is an answer after 0.5 seconds."""
    late = attempt.run().printed("answer: ")
    if late > 0.501:
        wrong(f"The answer comes after {late:.1f} s.")


def steps_in_time_are_done(attempt: Attempt) -> None:
    """The two steps that fit in the time are done, and the third isn't."""
    lines = attempt.run().lines
    for name in ("log in", "search"):
        if f"{name} done" not in lines:
            wrong(f"There was enough time for {name!r}, but it wasn't done.")
    if "answer: sorry, no time left" not in lines:
        wrong("The third step can't be done in time, but the answer doesn't say so.")
    if "download done" in lines:
        wrong("The third step can't be done in time, but the program says that it is done.")


def quick_steps_get_an_answer(attempt: Attempt) -> None:
    """Other steps that are quick enough get an answer."""
    run = attempt.call("With two steps", lambda program: program.answer({"a": 0.02, "b": 0.45}))
    if "answer: here it is" not in run.lines:
        wrong("Two steps that take 0.02 and 0.45 seconds fit in the time, but don't get an answer.")


def slow_steps_do_not(attempt: Attempt) -> None:
    """Other steps that are too slow get an apology, on time."""
    steps = dict.fromkeys("abcdefg", 0.1)
    run = attempt.call("With seven steps", lambda program: program.answer(steps))
    if run.printed("answer: sorry") > 0.501:
        wrong("Seven steps of 0.1 seconds get their answer too late.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If its task is cancelled, it raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `answer` doesn't raise CancelledError.")


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.answer({"log in": 0.2}))
