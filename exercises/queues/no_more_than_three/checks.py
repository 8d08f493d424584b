"""Let no more than three readings wait in the queue, and lose none."""

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "What makes the sensor wait while the disk is busy?",
    "A queue can have a limit. When it's full, `put_nowait` fails. Which method waits instead?",
    "Use `asyncio.Queue(maxsize=3)` and `await queue.put(number)`.",
)


def all_are_stored(attempt: Attempt) -> None:
    """All ten readings are stored."""
    run = attempt.run(fails="Deadlock")  # the disk may wait for what was thrown away
    _none_is_lost(run)
    attempt.run()


def three_wait_at_most(attempt: Attempt) -> None:
    """No more than three wait in the queue."""
    if (most := _most_waiting(attempt.run())) > 3:
        wrong(f"{most} readings wait at the same time.")


def at_any_speed(attempt: Attempt) -> None:
    """It also works with a slower disk and with a faster one."""
    slow = attempt.run_with("With a slower disk", DISK=0.5)
    _none_is_lost(slow)
    if (most := _most_waiting(slow)) > 3:
        wrong(f"With a slower disk, {most} readings wait at the same time.")
    if (last := slow.printed("stored 9")) < 4.9:
        wrong(
            f"With a disk that takes 0.5 s for a reading, ten are stored after {last:.1f} s: let"
            " each take its time."
        )
    quick = attempt.run_with("With a quick disk", DISK=0.01)
    _none_is_lost(quick)
    if quick.seconds > 0.3:
        wrong(f"With a fast disk, ten readings take {quick.seconds:.1f} s: who waits for whom?")
    if (last := quick.printed("read 9")) < 0.195:
        wrong(
            f"With a fast disk, reading 9 comes after {last:.1f} s: let a reading take its 0.02 s."
        )


def _none_is_lost(run: Run) -> None:
    for number in range(10):
        if f"read {number}" not in run.lines:
            wrong(f"No line says 'read {number}'.")
        if f"stored {number}" not in run.lines:
            wrong(f"Reading {number} is not stored.")


def _most_waiting(run: Run) -> int:
    # One more is on its way to the disk, and one in the hand of the sensor, which may be waiting.
    ahead = most = 0
    for line in run.lines:
        ahead += line.startswith("read") - line.startswith("stored")
        most = max(most, ahead - 2)
    return most
