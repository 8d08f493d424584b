"""Name the right customer in each line, and still save both at once."""

from lab.exercises import Attempt, wrong

HINTS = (
    "`save` runs in a thread. Does that thread have the context of the task that called it?",
    "`run_in_executor` doesn't copy the context.",
    "`asyncio.to_thread` does.",
)


def each_line_names_its_customer(attempt: Attempt) -> None:
    """Both lines name the right customer."""
    lines = attempt.run().lines
    for line in ("Ada: tea saved", "Bob: coffee saved"):
        if line not in lines:
            wrong(f"No line says {line!r}.")


def both_are_saved_at_once(attempt: Attempt) -> None:
    """The two orders are saved at the same time."""
    seconds = attempt.run().seconds
    if seconds > 0.101:
        wrong(f"The two orders are not saved at the same time: it takes {seconds:.1f} s.")
