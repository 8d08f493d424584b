"""Report that the shutdown is complete once the watcher has ended."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "`cancel()` only asks the watcher to end. How do you know that it has?",
    "`await task` would raise the watcher's CancelledError. What waits without raising it?",
    "After `task.cancel()`, write `await asyncio.wait([task])`.",
)
DONE = "lifespan.shutdown.complete"


def it_watches_until_then(attempt: Attempt) -> None:
    """The watcher watches until the server asks for the shutdown."""
    lines = attempt.run().lines
    if "watch: closed" in lines and attempt.run().printed("watch: closed") < 0.44:
        wrong("The watcher ended before the server asked for the shutdown.")


def it_ends_first(attempt: Attempt) -> None:
    """The watcher ends before the shutdown is reported as complete."""
    run = attempt.run()
    if DONE not in run.lines:
        wrong(
            "The program never says that the shutdown is complete. Note that `await task` raises"
            " the watcher's CancelledError."
        )
    if "watch: closed" not in run.lines or run.lines[-1] != DONE:
        wrong("The program says that the shutdown is complete before the watcher has ended.")


def a_slower_goodbye(attempt: Attempt) -> None:
    """It also works for a watcher whose goodbye takes longer."""
    run = attempt.call("With a slower goodbye", _shut_down, watch=_slow_watch)
    if run.lines != ["slow watch: closed", DONE]:
        wrong("With a slower goodbye, the program doesn't wait until the watcher has ended.")


async def _slow_watch() -> None:
    try:
        await asyncio.sleep(3600)
    finally:
        await asyncio.sleep(5)
        print("slow watch: closed")


async def _shut_down(program: Program) -> None:
    messages: asyncio.Queue[str] = asyncio.Queue()

    async def send(message: str) -> None:
        if message == DONE:
            print(message)

    task = asyncio.create_task(program.lifespan(messages.get, send))
    messages.put_nowait("lifespan.startup")
    await asyncio.sleep(1)
    messages.put_nowait("lifespan.shutdown")
    await asyncio.wait([task])
