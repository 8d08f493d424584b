"""When cancelled, remove the `.part` file, then stay cancelled."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "If `download` is cancelled, which of its lines is the last to run?",
    "Code that has to run however a block ends belongs in a `finally`.",
    "Put `try:` before the sleep, and `finally:` before `await remove(...)`.",
)


def the_program_leaves_no_file(attempt: Attempt) -> None:
    """At the end of the program there is no file."""
    if "files: []" not in attempt.run().lines:
        wrong("At the end of the program, there is still a file.")


def a_cancelled_download_leaves_no_file(attempt: Attempt) -> None:
    """A cancelled download removes its file itself."""
    if attempt.call("With another cancelled download", _cancel).lines[-1:] != ["left: []"]:
        wrong("The file is still there after a cancelled `download` has ended.")


def it_stays_cancelled(attempt: Attempt) -> None:
    """After that, it raises CancelledError."""
    if not attempt.call("With another cancelled download", _cancel).result:
        wrong("The file is gone, but the task is not cancelled: what swallows the CancelledError?")
    if attempt.call("With a timeout around it", _time_out).result != []:
        wrong("`download` doesn't end properly when there is a timeout around it.")


def a_finished_download_keeps_its_file(attempt: Attempt) -> None:
    """A download that finishes leaves the whole file."""
    files = attempt.call("With a download that finishes", _finish).result
    if "map" not in files:
        wrong("After a download that was not cancelled, the file is not there.")
    if files != ["map"]:
        wrong("After a download that was not cancelled, the `.part` file is left.")


async def _cancel(program: Program) -> bool:
    task = asyncio.create_task(program.download("plan", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    print("left:", program.files)
    return task.cancelled()


async def _time_out(program: Program) -> list[str] | None:
    try:
        async with asyncio.timeout(0.2):
            await program.download("map", 1.0)
    except TimeoutError:
        return list(program.files)
    return None


async def _finish(program: Program) -> list[str]:
    await program.download("map", 0.1)
    return list(program.files)
