"""Scan six pages in order, two at a time, without blocking the loop."""

import time

from lab.exercises import Attempt, wrong

HINTS = (
    "`scan` can only block. Where else could it run?",
    "The pool that `asyncio.to_thread` uses has more than two threads. How do you"
    " create a pool yourself?",
    "With `ThreadPoolExecutor(max_workers=2)` as `pool`, call `loop.run_in_executor(pool, scan,"
    " page)` for each page, and await all of them with `asyncio.gather`.",
)
PAGES = ("one", "two", "three", "four", "five", "six")


def all_pages_are_scanned(attempt: Attempt) -> None:
    """The six texts are printed in order."""
    if attempt.run().lines != [f"text of {page}" for page in PAGES]:
        wrong("Print the texts of the six pages in order, each on a line of its own.")


def the_loop_is_free(attempt: Attempt) -> None:
    """The loop is not blocked."""
    if (blocked := attempt.run().blocked) > 0.01:
        wrong(f"`scan` blocks the loop for {blocked:.2f} s.")


def two_at_a_time(attempt: Attempt) -> None:
    """There are never more than two pages in the scanners."""
    spans: list[tuple[float, float]] = []

    def scan(page: str) -> str:
        began = time.monotonic()
        time.sleep(0.2)
        spans.append((began, time.monotonic()))
        return f"text of {page}"

    attempt.run_with("With a scanner that keeps a list", scan=scan)
    most = max(sum(begin <= at < end for begin, end in spans) for at, _ in spans)
    if most > 2:
        wrong(f"There are {most} pages in two scanners at once.")


def both_scanners_work(attempt: Attempt) -> None:
    """Six pages take as long as three."""
    if (seconds := attempt.run().seconds) > 0.61:
        wrong(f"It takes {seconds:.1f} s. Two scanners need 0.6 s.")
