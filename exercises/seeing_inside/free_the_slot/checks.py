"""Greet everyone who has a name, two at a time, without hanging."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Run it: the message says which tasks wait for what. Which task holds what they wait for?",
    "There is one way out of `greet` that doesn't give the slot back. Which one?",
    "`async with slots:` gives it back on every way out.",
)


def all_with_a_name_are_greeted(attempt: Attempt) -> None:
    """Only Ada, Bo and Cy are greeted."""
    lines = attempt.run().lines
    for name in ("Ada", "Bo", "Cy"):
        if f"hello {name}" not in lines:
            wrong(f"{name} is not greeted.")
    if len([line for line in lines if line.startswith("hello")]) > 3:
        wrong("Someone without a name is greeted.")


def many_without_a_name(attempt: Attempt) -> None:
    """It doesn't hang if four people have no name."""
    names = ["", "", "", "", "Ada", "Bo"]
    lines = attempt.run_with("With four people who have no name", NAMES=names).lines
    if "hello Ada" not in lines or "hello Bo" not in lines:
        wrong("After four people without a name, Ada and Bo are not greeted.")


def two_at_a_time(attempt: Attempt) -> None:
    """Never more than two are greeted at a time."""
    for refused in ([], ["", "", ""]):
        names = [*refused, "A", "B", "C", "D", "E", "F"]
        run = attempt.run_with("With six people", NAMES=names)
        took = run.printed("hello F")
        if took < 0.299:
            wrong(f"Six people are greeted within {took:.1f} s: more than two at a time.")
        if took > 0.301:
            wrong(f"Six people are greeted only after {took:.1f} s: two at a time take 0.3 s.")
