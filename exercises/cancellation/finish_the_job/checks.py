"""When cancelled, finish only the current job, then stay cancelled."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Where does the CancelledError arrive: in `worker`, or in the job that it awaits?",
    "`asyncio.shield` protects the job from the cancellation. But then what waits for the job?",
    "Turn the job into a task, shield it, and in `except asyncio.CancelledError:` await that task"
    " before you `raise`.",
)


def the_job_is_finished(attempt: Attempt) -> None:
    """Job B is finished, even though the worker is stopped in the meantime."""
    lines = attempt.run().lines
    if "job B done" not in lines:
        wrong("Job B begins but is never done.")
    if lines.count("job B begins") > 1:
        wrong("Job B begins a second time. Finish the one that has begun.")


def no_other_job_begins(attempt: Attempt) -> None:
    """Job C doesn't begin."""
    if "job C begins" in attempt.run().lines:
        wrong("Job C begins after the worker was asked to stop.")


def the_worker_waits_for_its_job(attempt: Attempt) -> None:
    """The worker stops when job B is done, no sooner and no later."""
    run = attempt.run()
    lines = run.lines
    if "worker stopped" not in lines:
        wrong("No line says that the worker has stopped.")
    if lines.index("worker stopped") < lines.index("job B done"):
        wrong("main says that the worker has stopped, but job B is still running.")
    late = run.printed("worker stopped") - run.printed("job B done")
    if late > 0.02:
        wrong(f"The worker stops {late:.2f} s after its job: wait for the job, not a fixed time.")


def the_worker_is_cancelled(attempt: Attempt) -> None:
    """The worker ends as a cancelled task; it also works with other jobs."""
    run = attempt.call("With four other jobs", _stop_in_the_third)
    wanted = [f"{job} {what}" for job in ("one", "two", "three") for what in ("begins", "done")]
    if run.lines != wanted:
        wrong("It goes wrong with four other jobs, when it is stopped during the third.")
    if not run.result:
        wrong("The worker ends, but not as a cancelled task.")


async def _stop_in_the_third(program: Program) -> bool:
    task = asyncio.create_task(program.worker(["one", "two", "three", "four"]))
    await asyncio.sleep(0.5)
    task.cancel()
    await asyncio.wait([task])
    return task.cancelled()
