"""Finish all three downloads after 0.3 seconds, not 0.5."""

from lab.exercises import Attempt, wrong

HINTS = (
    "When does each of the three downloads begin? One begins and ends before the other two.",
    "Downloads that you start inside the `async with` block all wait at the same time.",
    "Start the weather with group.create_task, as the program does with the news and the mail.",
)
WAITS = {"news": 0.3, "mail": 0.1, "weather": 0.2}


def all_are_here(attempt: Attempt) -> None:
    """All three downloads arrive."""
    lines = attempt.run().lines
    for name in WAITS:
        if f"{name}: here" not in lines:
            wrong(f"The {name} doesn't arrive: no line says so.")


def none_is_cut_short(attempt: Attempt) -> None:
    """None of them is cut short."""
    run = attempt.run()
    took = sorted(round(call.end - call.start, 2) for call in run.calls("download"))
    if took != sorted(WAITS.values()):
        shortest = run.printed("weather: here")
        if shortest < WAITS["weather"]:
            wrong(
                f"The weather took {shortest:.1f} s. Let it take its 0.2 s, at the same time"
                " as the others."
            )
        wrong("Let each download run once and take as long as before.")


def they_wait_together(attempt: Attempt) -> None:
    """They wait at the same time."""
    run = attempt.run()
    if round(run.seconds, 2) > 0.3:
        late = [call for call in run.calls("download") if call.start > 0]
        why = ": one download begins only after another" if late else ""
        wrong(f"It still takes {run.seconds:.1f} s{why}.")
