"""Make each line of the log name the right customer."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Who changes `customer` while Ada waits for the database?",
    "Each task has its own context, and so its own values of context variables.",
    "Make `customer` a `ContextVar` with a default of `-`, and set it in `handle`.",
)


def each_line_has_its_customer(attempt: Attempt) -> None:
    """The lines name Ada with the tea and Bo with the jam."""
    _demand(attempt.run().lines, {"Ada": "tea", "Bo": "jam"})


def no_customer_afterwards(attempt: Attempt) -> None:
    """A line logged outside a request doesn't name a customer."""
    if "[-] closed" not in attempt.run().lines:
        wrong("The last line should be `[-] closed`.")


def three_customers(attempt: Attempt) -> None:
    """It also works with other customers."""

    async def scene(program: Program) -> None:
        await asyncio.gather(*(program.handle(name, item) for name, item in orders.items()))

    orders = {"Cy": "ham", "Di": "egg", "Ed": "rye"}
    _demand(attempt.call("With three customers", scene).lines, orders)


def _demand(lines: list[str], orders: dict[str, str]) -> None:
    for name, item in orders.items():
        for done in ("asked for", "loaded"):
            if f"[{name}] {done} {item}" not in lines:
                found = [line for line in lines if line.endswith(f"{done} {item}")]
                wrong(f"A line of {name}'s says: {found[0]}" if found else f"{name} has no line.")
