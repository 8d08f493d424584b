"""Open the door as soon as the bell rings."""

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "The loop sleeps until the thread has ended. What would wake it earlier?",
    "Only one method of the loop may be called from another thread. It also wakes the loop.",
    "Pass the loop to `ring`, and call `loop.call_soon_threadsafe(rung.set)`.",
)


def all_happens(attempt: Attempt) -> None:
    """The bell rings, the door opens, the shoes get cleaned, and the cake is ready."""
    run = attempt.run()
    for text in ("ding dong", "come in", "clean shoes", "the cake is ready"):
        if text not in run.lines:
            wrong(f'No line says "{text}".')
    cleaned = run.printed("clean shoes") - run.printed("ding dong")
    if cleaned < 0.59:
        took = f"The shoes are clean {cleaned:.2f} s after the bell."
        wrong(f"{took} That takes 0.6 s: don't hurry the guest.")


def the_door_opens_at_once(attempt: Attempt) -> None:
    """The door opens when the bell rings."""
    _is_opened_at_once(attempt.run(), "The door opens")


def the_cake_is_on_time(attempt: Attempt) -> None:
    """The cake is ready after one second."""
    run = attempt.run()
    if (at := run.printed("the cake")) > 1.01:
        wrong(f"The cake is ready after {at:.1f} s: what kept the loop busy?")
    if run.blocked > 0.01:
        wrong(f"Something blocks the loop for {run.blocked:.2f} s.")


def another_time(attempt: Attempt) -> None:
    """It also works if the bell rings later."""
    _is_opened_at_once(
        attempt.run_with("With a later bell", SECONDS=0.532), "With a later bell, the door opens"
    )


def _is_opened_at_once(run: Run, what: str) -> None:
    rung = run.printed("ding dong")
    opened = run.printed("come in")
    if opened < rung - 0.001:
        wrong(f"{what} before the bell rings.")
    if opened > rung + 0.001:
        wrong(f"{what} {opened - rung:.2f} s after the bell.")
