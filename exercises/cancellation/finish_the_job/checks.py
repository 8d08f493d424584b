"""When the worker is stopped, finish its job, and begin no other."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Where does the CancelledError arrive: in `worker`, or in the job that it awaits?",
    "`asyncio.shield` keeps the cancellation from the job. Who waits for the job then?",
    "Make a task of the job, shield it, and in `except asyncio.CancelledError:` await that task"
    " before you `raise`.",
)

STOPPED = """
async def check():
    task = asyncio.create_task(worker(["one", "two", "three", "four"]))
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.wait([task])
    print("cancelled:", task.cancelled())

asyncio.run(check())
"""


def the_job_is_finished(attempt: Attempt) -> None:
    """Job B is finished, though the worker is stopped meanwhile."""
    lines = attempt.run().lines
    if "job B done" not in lines:
        wrong("Job B has begun, and is never done.")


def no_other_job_begins(attempt: Attempt) -> None:
    """Job C does not begin."""
    if "job C begins" in attempt.run().lines:
        wrong("Job C begins, after the worker was asked to stop.")


def the_worker_waits_for_its_job(attempt: Attempt) -> None:
    """The worker is stopped when job B is done, and not before."""
    lines = attempt.run().lines
    if "worker stopped" not in lines:
        wrong("No line says that the worker has stopped.")
    if lines.index("worker stopped") < lines.index("job B done"):
        wrong("The worker is said to have stopped while job B was under way.")


def the_worker_is_cancelled(attempt: Attempt) -> None:
    """The worker ends as a cancelled task; other jobs go the same way."""
    run = attempt.run_with(STOPPED)
    if "three done" not in run.lines or "four begins" in run.lines:
        wrong("With four other jobs, stopped during the third, it does something else.")
    if "cancelled: True" not in run.lines:
        wrong("The worker ends, but not as a cancelled task.")
