"""Drive a coroutine until it ends, however often it pauses."""

from functools import partial

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "How far does one send(None) let the coroutine run?",
    "Each send runs to the next pause. The last one, whichever it is, raises StopIteration.",
    "Put the try block into a loop that only its `return` ends.",
)


def runs_to_its_end(attempt: Attempt) -> None:
    """All three steps run."""
    lines = attempt.run().lines
    if lines[:3] != ["step 1", "step 2", "step 3"]:
        wrong("Not all three steps run.")


def result_comes_out(attempt: Attempt) -> None:
    """What the coroutine returned is printed."""
    if attempt.run().lines[-1] != "3 steps done":
        wrong("drive doesn't return what the coroutine returned.")


def however_often(attempt: Attempt) -> None:
    """It also works with 500 pauses and with none."""
    for pauses in (500, 0):
        run = attempt.call(f"With {pauses} pauses", partial(_drive, steps=pauses))
        if run.result != f"{pauses} steps done":
            wrong(f"A coroutine that pauses {pauses} times is not driven until it ends.")


def errors_come_out(attempt: Attempt) -> None:
    """An error in the coroutine comes out of drive."""
    if not attempt.call("With a coroutine that fails", _drive_what_breaks).result:
        wrong("An error in the coroutine doesn't come out of drive.")


def _drive(program: Program, steps: int) -> str:
    result: str = program.drive(program.count(steps))
    return result


def _drive_what_breaks(program: Program) -> bool:
    async def breaks() -> None:
        await program.pause()
        raise ValueError("it broke")

    try:
        program.drive(breaks())
    except ValueError:
        return True
    return False
