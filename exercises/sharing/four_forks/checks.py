"""Let all four philosophers eat; leave both pauses as they are."""

import re

from lab.exercises import Attempt, wrong

HINTS = (
    "Write down which fork each of them takes first. Does anyone take fork 3 before fork 0?",
    "There is no deadlock if everyone takes the locks in the same order.",
    "`sorted` puts the numbers of the two forks in order, even for Joe.",
)
PHILOSOPHERS = ("Ada", "Bob", "Eve", "Joe")
PAUSE = 0.1  # seconds, once to look for the other fork and once to eat


def somebody_can_go_on(attempt: Attempt) -> None:
    """They don't wait for each other forever."""
    attempt.run()


def all_have_eaten(attempt: Attempt) -> None:
    """All four have eaten."""
    for name in PHILOSOPHERS:
        for line in (f"{name} eats", f"{name} has eaten"):
            if line not in attempt.run().lines:
                wrong(f"No line says '{line}'.")


def there_are_four_forks(attempt: Attempt) -> None:
    """There are no more forks than before."""
    for count in re.findall(r"^forks = \[.* in range\((\d+)\)\]", attempt.source, re.MULTILINE):
        if int(count) > len(PHILOSOPHERS):
            wrong(
                f"There are {count} forks. Put four on the table: one between each pair of"
                " neighbours."
            )


def neighbours_share_a_fork(attempt: Attempt) -> None:
    """Neighbours never eat at the same time: there is one fork between them."""
    eating: set[str] = set()
    for line in attempt.run().lines:
        name, _, does = line.partition(" ")
        if does == "eats":
            eating.add(name)
        elif does == "has eaten":
            eating.discard(name)
        for one, other in zip(PHILOSOPHERS, PHILOSOPHERS[1:] + PHILOSOPHERS[:1], strict=True):
            if {one, other} <= eating:
                wrong(f"{one} and {other} eat at the same time, with one fork between them.")


def pauses_are_kept(attempt: Attempt) -> None:
    """Each takes as long as before to look for the other fork and to eat."""
    stretches = attempt.run().trace.stretches
    sleeps = [s.end.time - s.start.time for s in stretches if s.what.startswith("sleep")]
    if sum(sleeps) < 2 * PAUSE * len(PHILOSOPHERS) - 0.01:
        wrong("A pause is missing: looking for the other fork takes 0.1 s, and so does eating.")
