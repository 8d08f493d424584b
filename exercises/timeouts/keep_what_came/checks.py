"""Show what arrives within 0.3 s; for the rest, `mail: no answer`."""

from lab.exercises import Attempt, Program, ends_as_cancelled, wrong

HINTS = (
    "The block is around all three requests. What does it end when its time is up?",
    "Put each request in a separate block. Then you only lose the late one.",
    "In `fetch`, put `async with asyncio.timeout(0.3):` around the sleep and the `return`. Around"
    ' that, put a `try` whose `except TimeoutError` returns f"{name}: no answer".',
)


def answers_in_time_are_shown(attempt: Attempt) -> None:
    """The news and the weather are shown."""
    if attempt.run(fails="ExceptionGroup").error:
        wrong("One task fails, and the group ends with it: where is its error caught?")
    lines = attempt.run().lines
    for name in ("news", "weather"):
        if f"{name}: fine" not in lines:
            wrong(f"The {name} arrived in time, but isn't shown.")


def the_late_one_is_named(attempt: Attempt) -> None:
    """The mail has no answer."""
    lines = attempt.run().lines
    if "mail: fine" in lines:
        wrong("The mail took a whole second, but is still shown.")
    if "mail: no answer" not in lines:
        wrong('No line says "mail: no answer".')


def nobody_waits_longer(attempt: Attempt) -> None:
    """Everything is shown after 0.3 seconds."""
    run = attempt.run()
    if run.seconds > 0.301:
        wrong(f"It takes {run.seconds:.1f} s until everything is shown.")


def other_sources_as_well(attempt: Attempt) -> None:
    """It also works with other sources."""
    sources = {"a": 9, "b": 0.2, "c": 0.2, "d": 9, "e": 0.25}
    run = attempt.call("With five other sources", lambda program: program.dashboard(sources))
    want = ["a: no answer", "b: fine", "c: fine", "d: no answer", "e: fine"]
    if sorted(run.lines) != want or run.seconds > 0.301:
        wrong("With five other sources, two of them late, the dashboard is wrong.")


def a_cancellation_ends_it(attempt: Attempt) -> None:
    """If its task is cancelled, it raises CancelledError."""
    if not attempt.call("When its task is cancelled", _cancel, fails=True).result:
        wrong("When its task is cancelled, `dashboard` doesn't raise CancelledError.")


async def _cancel(program: Program) -> bool:
    return await ends_as_cancelled(program.dashboard({"news": 0.2}))
