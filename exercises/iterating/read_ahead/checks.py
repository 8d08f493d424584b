"""Read the next line while one is stored, one store at a time."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "Reading and storing should happen at the same time. What do you need for that?",
    "Let one task read and pass the lines on in a queue. Or start a task for each"
    " store, and wait for it before you start the next one.",
    "`queue = asyncio.Queue(maxsize=1)`: the reader puts in each line, and `None` at the end.",
)


def all_lines_are_stored(attempt: Attempt) -> None:
    """All lines are stored, in order."""
    _demand_lines(attempt.run().lines)


def it_takes_less_time(attempt: Attempt) -> None:
    """Reading and storing overlap: it takes 0.4 s."""
    seconds = attempt.run().seconds
    if seconds > 0.401:
        wrong(f"It takes {seconds:.1f} s: the reading and the storing don't overlap.")


def a_slower_disk_stores_one_at_a_time(attempt: Attempt) -> None:
    """With a slower disk, there is still one store at a time."""
    busy: list[str] = []
    most = 0

    async def slow_store(line):  # type: ignore[no-untyped-def]  # as the learner's
        nonlocal most
        busy.append(line)
        most = max(most, len(busy))
        await asyncio.sleep(0.3)
        busy.remove(line)
        print(line, "stored")

    run = attempt.run_with("With a slower disk", store=slow_store)
    if busy or len([line for line in run.lines if line.endswith("stored")]) < 3:
        wrong("With a slower disk, not all lines are stored.")
    if most > 1:
        wrong(f"With a slower disk, {most} lines are stored at once.")
    _demand_lines(run.lines, "With a slower disk, ")


def _demand_lines(printed: list[str], case: str = "") -> None:
    expected = [f"line {number} stored" for number in (1, 2, 3)]
    if [line for line in printed if line.endswith("stored")] != expected:
        what = "the lines are not stored one by one, in order."
        wrong(f"{case}{what}" if case else what.capitalize())
