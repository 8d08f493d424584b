"""Wake every waiting task when the bell rings, without polling."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "`wait` checks every 0.1 seconds whether the bell has rung. What could wake it instead?",
    "A future is filled once, and wakes every task that awaits it at that moment.",
    "Let `__init__` create a future with `create_future`, let `ring` fill it, and let"
    " `wait` await it.",
)


def the_door_opens_at_once(attempt: Attempt) -> None:
    """The bell rings after 0.25 seconds, and the door opens then."""
    seconds = attempt.run().printed("the door is open")
    if abs(seconds - 0.25) > 0.001:
        wrong(f"The bell rings after 0.25 s, and the door opens after {seconds:.2f} s.")


def nobody_asks_again_and_again(attempt: Attempt) -> None:
    """Until then, no task asks again and again."""
    waits = [s for s in attempt.run().trace.stretches if s.state == "waiting"]
    if len(waits) > 3:
        wrong(f"Until the bell rings, the program wakes up {len(waits)} times.")


def it_rings_for_two(attempt: Attempt) -> None:
    """It also works for two tasks that wait, and for one that comes later."""
    run = attempt.call("With two at the door", _two_at_the_door)
    for line in ("both are in", "it has rung already"):
        seconds = run.printed(line)
        if abs(seconds - 0.43) > 0.001:
            wrong(f"With a bell that rings after 0.43 s, {line!r} comes after {seconds:.2f} s.")


async def _two_at_the_door(program: Program) -> None:
    bell = program.Bell()
    asyncio.get_running_loop().call_later(0.43, bell.ring)
    async with asyncio.TaskGroup() as group:
        group.create_task(bell.wait())
        group.create_task(bell.wait())
    print("both are in")
    await bell.wait()
    print("it has rung already")
