"""Remove the half-written file when the download is cancelled."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Which line of `download` is the last one that runs, if it is cancelled?",
    "What has to happen however a block is left goes into a `finally`.",
    "`try:` before the sleep, and `finally:` before `await remove(...)`.",
)

CANCELLED = """
async def check():
    task = asyncio.create_task(download("map", 1.0))
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.wait([task])
    print("left:", files)
    print("cancelled:", task.cancelled())

asyncio.run(check())
"""

TIMEOUT = """
async def check():
    try:
        async with asyncio.timeout(0.2):
            await download("map", 1.0)
    except TimeoutError:
        print("left:", files)

asyncio.run(check())
"""

FINISHED = """
async def check():
    await download("map", 0.1)
    print("left:", files)

asyncio.run(check())
"""


def the_program_leaves_no_file(attempt: Attempt) -> None:
    """At the end of the program there is no file."""
    if "files: []" not in attempt.run().lines:
        wrong("At the end of the program, there is still a file.")


def a_cancelled_download_leaves_no_file(attempt: Attempt) -> None:
    """A cancelled download removes its file itself."""
    if "left: []" not in attempt.run_with(CANCELLED).lines:
        wrong("Whoever cancels `download` and waits for it still finds a file.")


def it_stays_cancelled(attempt: Attempt) -> None:
    """And it is cancelled after that."""
    if "cancelled: True" not in attempt.run_with(CANCELLED).lines:
        wrong("The file is gone, but the task is not cancelled: who keeps the CancelledError?")
    if "left: []" not in attempt.run_with(TIMEOUT).lines:
        wrong("With a timeout around it, `download` does not end as it should.")


def a_finished_download_keeps_its_file(attempt: Attempt) -> None:
    """A download that is finished leaves the whole file."""
    if "left: ['map']" not in attempt.run_with(FINISHED).lines:
        wrong("After a download that was not cancelled, the file is not there.")
