"""Make workers take turns, one step each, however many there are."""

import asyncio
from itertools import pairwise

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "There is an `await` after each step. Does anything have to wait there?",
    "tidy_up never has to wait, so `await tidy_up()` doesn't give up the turn.",
    "Put an `await asyncio.sleep(0)` in tidy_up or after it, so that the worker gives up its turn.",
)

OTHERS = ("Cleo", "Dora", "Emil")


def all_steps_are_made(attempt: Attempt) -> None:
    """Each makes three steps."""
    _makes_all(attempt.run().lines, ("Ada", "Bob"))


def they_take_turns(attempt: Attempt) -> None:
    """Bob makes a step between any two of Ada's."""
    _alternates(attempt.run().lines, ("Ada", "Bob"))


def so_do_three_others(attempt: Attempt) -> None:
    """Three other workers take turns as well."""
    lines = attempt.call("With three others", _three).lines
    _makes_all(lines, OTHERS)
    _alternates(lines, OTHERS)


async def _three(program: Program) -> None:
    async with asyncio.TaskGroup() as group:
        for name in OTHERS:
            group.create_task(program.worker(name))


def _makes_all(lines: list[str], names: tuple[str, ...]) -> None:
    if sorted(lines) != [f"{name} {step}" for name in names for step in (1, 2, 3)]:
        wrong(f"{' and '.join(names)} don't make exactly three steps each.")


def _alternates(lines: list[str], names: tuple[str, ...]) -> None:
    for line, following in pairwise(lines):
        if line.split()[0] == following.split()[0]:
            wrong(f"{following!r} comes right after {line!r}.")
    if lines != [f"{name} {step}" for step in (1, 2, 3) for name in names]:
        wrong(f"{' and '.join(names)} don't keep the same order in every round.")
