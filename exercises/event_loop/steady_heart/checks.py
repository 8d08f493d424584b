"""Keep beats at most 0.2 s apart; leave `time.sleep` as it is."""

import asyncio
import inspect

from lab.exercises import Attempt, Program, Run, wrong

HINTS = (
    "How long does sum_of_squares run between getting its turn and giving it up?",
    "All the work has to be done, but not in a single turn. Where could the heart beat in between?",
    "After each square, give up the turn with `asyncio.sleep(0)`. A beat that is due may still have"
    " to wait for up to three squares.",
)


def sum_is_right(attempt: Attempt) -> None:
    """The sum is right, and there are four beats."""
    lines = attempt.run().lines
    if "sum 2470" not in lines:
        wrong("The sum of the squares from 0 to 19 is 2470. No line says so.")
    if sum(line.startswith("beat") for line in lines) != 4:
        wrong("The heart doesn't beat four times.")


def work_is_the_same(attempt: Attempt) -> None:
    """The work is the same as before."""
    if (worked := _worked(attempt.run())) < 0.39:
        wrong(
            f"`time.sleep` takes {worked:.1f} s in all, not 0.4 s."
            " It stands in for work that you can't leave out."
        )


def heart_is_steady(attempt: Attempt) -> None:
    """Each beat comes within 0.2 seconds of the previous one."""
    _is_steady(attempt.run(), "Beat")


def longer_work_as_well(attempt: Attempt) -> None:
    """It also works with longer work."""
    _is_steady(attempt.call("With longer work", _longer), "With longer work, beat")


async def _longer(program: Program) -> None:
    beating = asyncio.create_task(program.heart())
    await asyncio.sleep(0)  # the first beat
    # A plain function may block in a thread. A coroutine function only makes a coroutine there.
    work = await asyncio.to_thread(program.sum_of_squares, range(17, 50))
    if inspect.iscoroutine(work):
        await work
    await beating


def _is_steady(run: Run, beat: str) -> None:
    beats = [run.printed(f"beat {number}") for number in (1, 2, 3, 4)]
    for number in (1, 2, 3):
        pause = beats[number] - beats[number - 1]
        if pause > 0.21:
            wrong(f"{beat} {number + 1} comes {pause:.2f} s after the previous one.")


def _worked(run: Run) -> float:
    """How long it takes to the sum, but for `asyncio.sleep`: work may also be done in a thread."""
    [line] = [line for line in run.trace.prints if line.text.startswith("sum")]
    return line.at.time - sum(
        stretch.end.time - stretch.start.time
        for stretch in run.trace.stretches
        if stretch.task == line.task and stretch.what.startswith("sleep")
    )
