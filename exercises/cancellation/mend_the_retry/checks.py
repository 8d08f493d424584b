"""Let a timeout end the retries, and nothing else."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Which exception is raised in `fetch` when the time is up? Who catches it?",
    "A timeout raises a CancelledError in the block. The retry should not catch that one.",
    "Name in the `except` what should be tried again: a ConnectionError.",
)

CANCELLED = """
async def check():
    task = asyncio.create_task(fetch_with_retry())
    await asyncio.sleep(0.15)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())

asyncio.run(check())
"""


def failures_are_tried_again(attempt: Attempt) -> None:
    """Without a timeout, the third attempt brings the page."""
    run = attempt.run_with("print(asyncio.run(fetch_with_retry()))", fails=True)
    if run.error == "ConnectionError":
        wrong("A failed connection is not tried again.")
    if "page" not in run.lines:
        wrong("Without a timeout, there is no page after the third attempt.")


def a_timeout_ends_it(attempt: Attempt) -> None:
    """With a timeout, the retries end in time."""
    run = attempt.run()
    if "page" in run.lines:
        wrong("The timeout was 0.15 seconds, and the page arrives all the same.")
    if run.printed("timed out") > 0.151:
        wrong("The timeout was 0.15 seconds, and the program says so too late.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """A cancelled task that retries ends as cancelled."""
    if "cancelled: True" not in attempt.run_with(CANCELLED, fails=True).lines:
        wrong("When its task is cancelled, fetch_with_retry ends in another way.")
