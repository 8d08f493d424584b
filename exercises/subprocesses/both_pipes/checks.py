"""Read both pipes of a child so that it can finish."""

import asyncio

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "While `main` waits for the first row, what is the child waiting for?",
    "The child's pipe for errors is full. Something has to read that pipe in the meantime.",
    "Start a task for each pipe: `group.create_task(read(child.output))`, and another for"
    " `child.errors`.",
)


def all_is_read(attempt: Attempt) -> None:
    """All rows and all warnings are read."""
    _has_read(attempt.run(), rows=5, warnings=5)


def rows_first_as_well(attempt: Attempt) -> None:
    """It also works for a child that prints its rows first."""
    case = "With a child that prints its rows first"
    _has_read(attempt.run_with(case, Child=_FirstRows), rows=7, warnings=4)


def _has_read(run: Run, rows: int, warnings: int) -> None:
    for number, what in ((rows, "rows"), (warnings, "warnings")):
        read = [words[words.index(what) - 1] for words in _words(run) if what in words]
        if not read:
            wrong(f"No line says how many {what} there are.")
        if read[0] != str(number):
            wrong(f"There are {number} {what}, but the program has read {read[0]}.")


def _words(run: Run) -> list[list[str]]:
    return [line.replace(",", " ").split() for line in run.lines]


class _FirstRows:
    def __init__(self) -> None:
        self.output: asyncio.Queue[str | None] = asyncio.Queue(2)
        self.errors: asyncio.Queue[str | None] = asyncio.Queue(2)
        self.running = asyncio.create_task(self.run())

    async def run(self) -> None:
        for number in range(7):
            await self.output.put(f"row {number}")
        for number in range(4):
            await self.errors.put(f"warning {number}")
        await self.errors.put(None)
        await self.output.put(None)
