"""Greet Ada, Bob and Cleo, in this order."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Run it. Which line does the message name, and what is called there?",
    "Calling a coroutine function doesn't run it. Look for such calls in each of the functions.",
    "Two calls lack an `await`. Fix one, and the message names the other.",
)


def all_are_greeted(attempt: Attempt) -> None:
    """Ada, Bob and Cleo are greeted, in this order."""
    lines = attempt.run().lines
    for name in ("Ada", "Bob", "Cleo"):
        if f"Hello, {name}!" not in lines:
            wrong(f"{name} is not greeted.")
    if lines != ["Hello, Ada!", "Hello, Bob!", "Hello, Cleo!"]:
        wrong("Each of them should be greeted once, in this order.")


def others_are_greeted(attempt: Attempt) -> None:
    """Other people are greeted, too."""
    lines = attempt.call("With other people", _greet_others).lines
    if lines == ["over", "Hello, Dora!", "Hello, Emil!"]:
        wrong("greet_all returns before everyone on its list has been greeted.")
    if lines != ["Hello, Dora!", "Hello, Emil!", "over"]:
        wrong("greet_all doesn't greet exactly the people on its list.")


async def _greet_others(program: Program) -> None:
    await program.greet_all(["Dora", "Emil"])
    print("over")
    await asyncio.sleep(0.1)
