"""Let one thread at a time use the till, but all choose at once."""

import time
from itertools import pairwise

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "All four finish choosing at the same moment, and go to the till together.",
    "Between threads, a lock from the `threading` module keeps the others out. How"
    " many locks do you need?",
    "Create one `till = threading.Lock()` at the top, and put `with till:` around"
    " `pay(name)` only.",
)
NAMES = ("Ada", "Bob", "Cleo", "Dan")


def all_pay(attempt: Attempt) -> None:
    """All four have paid."""
    lines = attempt.run().lines
    for name in NAMES:
        if f"{name} has paid" not in lines:
            wrong(f'No line says "{name} has paid".')


def the_loop_is_free(attempt: Attempt) -> None:
    """The loop is not blocked."""
    if (blocked := attempt.run().blocked) > 0.01:
        wrong(f"Something blocks the loop for {blocked:.2f} s: leave it to threads.")


def one_at_the_till(attempt: Attempt) -> None:
    """Only one thread at a time is at the till."""
    spans: list[tuple[float, float]] = []

    def pay(name: str) -> None:
        began = time.monotonic()
        time.sleep(0.1)
        spans.append((began, time.monotonic()))
        print(name, "has paid")

    attempt.run_with("With a till that keeps a list", pay=pay)
    most = max(sum(begin <= at < end for begin, end in spans) for at, _ in spans)
    # A lock inside the learner's own `pay` is as good: then that one shows it.
    if most > 1 and not _one_by_one(attempt.run()):
        wrong(f"{most} threads use the till at the same time.")


def they_choose_together(attempt: Attempt) -> None:
    """All four choose at the same time."""
    if (seconds := attempt.run().seconds) > 0.61:
        wrong(f"It takes {seconds:.1f} s. Choosing together and paying one by one takes 0.6 s.")


def _one_by_one(run: Run) -> bool:
    times = sorted(run.printed(f"{name} has paid") for name in NAMES)
    return all(later - earlier > 0.09 for earlier, later in pairwise(times))
