"""Drive a coroutine to its end, however often it pauses."""

from lab.exercises import Attempt, wrong

HINTS = (
    "How far does one send(None) let the coroutine run?",
    "Each send leads to the next pause, the last one to StopIteration. How many there are, varies.",
    "Put the try block into a loop that only its `return` ends.",
)

BREAKS = """
async def breaks():
    await pause()
    raise ValueError("it broke")

try:
    drive(breaks())
except ValueError as error:
    print("comes out:", error)
"""


def runs_to_its_end(attempt: Attempt) -> None:
    """All three steps are made."""
    lines = attempt.run().lines
    if lines[:3] != ["step 1", "step 2", "step 3"]:
        wrong("Not all of the three steps are made.")


def result_comes_out(attempt: Attempt) -> None:
    """What the coroutine returned is printed."""
    if attempt.run().lines[-1] != "3 steps done":
        wrong("drive does not return what the coroutine returned.")


def however_often(attempt: Attempt) -> None:
    """So it is with seven pauses, and with none."""
    for pauses in (7, 0):
        run = attempt.run_with(f"print(drive(count({pauses})))")
        if run.lines[-1] != f"{pauses} steps done":
            wrong(f"A coroutine that pauses {pauses} times is not driven to its end.")


def errors_come_out(attempt: Attempt) -> None:
    """An error in the coroutine comes out of drive."""
    if attempt.run_with(BREAKS).lines != ["comes out: it broke"]:
        wrong("An error in the coroutine does not come out of drive.")
