"""Answer as quickly as now, and write every line of the log."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "What happens to a task that is not done when main returns?",
    "Keep the tasks, and let main wait for all of them before it returns.",
    "Add each task to a list outside the function, and await all of them at the end of main.",
)


def answers_do_not_wait(attempt: Attempt) -> None:
    """The answers don't wait for the log."""
    run = attempt.run()
    for name, due in {"Ada": 0.1, "Bob": 0.2}.items():
        answered = run.printed(f"answered: {name}")
        if round(answered, 2) > due:
            lines = run.lines[: run.lines.index(f"answered: {name}")]
            first = ": the log came first" if f"log: {name}" in lines else ""
            wrong(f"{name} was answered after {answered:.1f} s, not {due} s{first}.")


def log_is_whole(attempt: Attempt) -> None:
    """Each line of the log is written."""
    lines = attempt.run().lines
    for name in ("Ada", "Bob"):
        if f"log: {name}" not in lines:
            wrong(f"The line 'log: {name}' is missing. Is main over before it is written?")


def slow_disk_loses_nothing(attempt: Attempt) -> None:
    """No line is lost on a slower disk, either."""
    run = attempt.run_with("With a slower disk", write_log=_write_slowly)
    if run.left_running or {"log: Ada", "log: Bob"} - set(run.lines):
        wrong("With a slower disk, lines of the log are lost. How long does main wait?")


async def _write_slowly(name: str) -> None:
    await asyncio.sleep(5 if name == "Ada" else 2)  # the last one begun is not the last one done
    print("log:", name)
