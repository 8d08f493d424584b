"""Let all three workers go home after the last job."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Three workers wait for the queue. How many of them get the `None`?",
    "Each worker needs a `None`. Where could the other two come from?",
    "A worker that gets the `None` can put it back into the queue for the next worker.",
)


def nobody_waits_for_ever(attempt: Attempt) -> None:
    """The program ends."""
    attempt.run()


def each_job_is_done_once(attempt: Attempt) -> None:
    """Each job is done exactly once."""
    for job in ("wash", "dry", "iron", "fold"):
        done = [line for line in attempt.run().lines if line.endswith(f"has done {job}")]
        if len(done) != 1:
            wrong(f"{job} is done {len(done)} times." if done else f"Nobody has done {job}.")


def all_go_home(attempt: Attempt) -> None:
    """All three go home."""
    for name in ("Ada", "Bob", "Eve"):
        if f"{name} goes home" not in attempt.run().lines:
            wrong(f"{name} doesn't go home.")


def nobody_leaves_early(attempt: Attempt) -> None:
    """Nobody goes home while jobs are still to come."""
    for name in ("Ada", "Bob", "Eve"):
        if attempt.run().printed(f"{name} goes home") < 0.75:
            wrong(f"{name} goes home before the last job has arrived.")
