"""Let a second Ctrl-C cut off the goodbye and end the program."""

from lab.exercises import Attempt, wrong

HINTS = (
    "The second Ctrl-C calls the handler again. What could the handler cancel?",
    "Run the goodbye in a task that the handler has access to.",
    "In the handler: if there is a goodbye already, `goodbye.cancel()`; otherwise `stop.set()`."
    " Then wait for the task with `asyncio.wait`, which doesn't raise its cancellation.",
)


def the_first_one_asks(attempt: Attempt) -> None:
    """The first Ctrl-C lets the program say goodbye."""
    if "saying goodbye" not in attempt.run(fails=True).lines:
        wrong("The first Ctrl-C ends everything: nothing says goodbye.")


def the_second_one_ends_it(attempt: Attempt) -> None:
    """The second Ctrl-C ends the goodbye and the program at once."""
    run = attempt.run(fails="KeyboardInterrupt")
    if run.seconds > 0.501:
        wrong(f"After the second Ctrl-C, at 0.5 s, the program runs until {run.seconds:.1f} s.")
    if "goodbye said" in run.lines:
        wrong("The goodbye was cut off, but the program says that it was said.")


def one_alone_lets_it_finish(attempt: Attempt) -> None:
    """After one Ctrl-C, the goodbye is finished, even if it takes 3 seconds."""
    run = attempt.run_with("With one Ctrl-C", PRESSES=[0.2], GOODBYE=3)
    if "goodbye said" not in run.lines:
        wrong("One Ctrl-C and a goodbye of 3 seconds: it is cut off.")
