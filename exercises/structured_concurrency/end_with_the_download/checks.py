"""Make the display end when the download ends, however it ends."""

import asyncio

from lab.exercises import Attempt, Program, Run, wrong

HINTS = (
    "What could still stop the display once `load_and_show` is over?",
    "A TaskGroup stops its tasks when its block fails. When the block succeeds, it waits for them.",
    "In the group: `display = group.create_task(...)`, `await load(page)`, `display.cancel()`.",
)


def display_ends(attempt: Attempt) -> None:
    """When the page is loaded, the display ends."""
    lines = attempt.run().lines
    if "/news is loaded" not in lines:
        wrong("No line says that /news is loaded.")
    if "still loading" in lines[lines.index("/news is loaded") :]:
        wrong("The page is loaded, but the display still says 'still loading'.")


def progress_is_displayed(attempt: Attempt) -> None:
    """While the page is loading, the display says so."""
    lines = attempt.run().lines
    said = lines[: lines.index("/news is loaded")].count("still loading")
    if said < 2:
        often = "displayed only once" if said else "never displayed"
        wrong(f"While the page is loading, 'still loading' is {often}.")


def display_ends_with_a_failure(attempt: Attempt) -> None:
    """When the download fails, the display ends, too."""
    run = attempt.call("With a page that is not there", _fail)
    if not run.result:
        wrong("The download of /old fails, but the caller of load_and_show doesn't get the error.")
    if _goes_on(run, "failed"):
        wrong("The download of /old has failed, but the display still says 'still loading'.")


def display_ends_when_all_is_cancelled(attempt: Attempt) -> None:
    """When the whole is cancelled, the display ends, too."""
    run = attempt.call("When it is cancelled", _cancel)
    if not run.result:
        wrong("When load_and_show is cancelled, it doesn't raise CancelledError.")
    if _goes_on(run, "cancelled"):
        wrong("load_and_show is cancelled, but the display still says 'still loading'.")


def _goes_on(run: Run, end: str) -> bool:
    return "still loading" in run.lines[run.lines.index(end) :]


async def _fail(program: Program) -> bool:
    failed = False
    try:
        await program.load_and_show("/old")
    except Exception:  # a LookupError, or a group with one in it
        failed = True
    print("failed")
    await asyncio.sleep(0.5)
    return failed


async def _cancel(program: Program) -> bool:
    task = asyncio.create_task(program.load_and_show("/news"))
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled")
    await asyncio.sleep(0.5)
    return task.cancelled()
