"""Let the two workers visit every folder, and end."""

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "Run it, and read what each task waits for. Which task could make room in the queue?",
    "The tasks that take folders out of the queue are the ones that put folders in.",
    "No limit is large enough for every disk. What if `put` never had to wait?",
)


def it_ends(attempt: Attempt) -> None:
    """The program ends."""
    attempt.run()


def all_are_visited(attempt: Attempt) -> None:
    """Each folder is visited exactly once."""
    _visited(attempt.run(), ["home", "music", "texts", "jazz", "rock", "mail"])


def both_work(attempt: Attempt) -> None:
    """Both workers do something."""
    if len({line.task for line in attempt.run().trace.prints}) < 2:
        wrong("One worker visits all folders.")


def a_larger_disk(attempt: Attempt) -> None:
    """It does the same with twenty folders, each with twenty more inside."""
    inside = {"home": " ".join(f"year-{n}" for n in range(20))}
    for n in range(20):
        inside[f"year-{n}"] = " ".join(f"day-{n}-{m}" for m in range(20))
    run = attempt.run_with("With more folders", INSIDE=inside, fails="Deadlock")
    if run.error:
        wrong("With more folders, the program hangs again.")
    _visited(run, ["year-19", "day-0-0", "day-19-19"])


def _visited(run: Run, folders: list[str]) -> None:
    for folder in folders:
        times = run.lines.count(f"visited {folder}")
        if times != 1:
            wrong(
                f"{folder} is visited {times} times." if times else f"No worker visited {folder}."
            )
