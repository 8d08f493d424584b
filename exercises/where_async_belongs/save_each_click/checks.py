"""Save each click, even though `on_click` is a plain function."""

import asyncio

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "Read what Python complains about. Can `on_click` wait for `save`?",
    "A plain function can start a task. What keeps a reference to it, and what waits for it?",
    "Write `saves.add(asyncio.create_task(save(name)))`, and await all of them at the end of"
    " `main`.",
)


def each_click_is_saved(attempt: Attempt) -> None:
    """Each click is saved exactly once."""
    _all_are_saved(attempt.run(), ["red", "green", "blue"])


def the_buttons_do_not_wait(attempt: Attempt) -> None:
    """The buttons don't wait for the disk."""
    run = attempt.run()
    if run.printed("clicked blue") > 0.35 or run.blocked:
        wrong("The blue button can't be clicked until others are saved.")


def other_clicks(attempt: Attempt) -> None:
    """It also works with other clicks."""
    many = [str(number) for number in range(20)]
    run = attempt.run_with("With twenty clicks", CLICKS=many)
    _all_are_saved(run, many)
    if run.printed("clicked 19") > 2.05:
        wrong("With twenty clicks, the buttons wait for the disk.")
    attempt.run_with("With no click", CLICKS=[])


def a_slow_disk(attempt: Attempt) -> None:
    """However long the disk takes, each click is saved."""

    async def save(name: str) -> None:
        await asyncio.sleep(5)
        print("saved", name)

    run = attempt.run_with("With a disk that takes 5 s", save=save)
    for name in ("red", "green", "blue"):
        if f"saved {name}" not in run.lines:
            wrong(
                f"With a disk that takes 5 s, {name} is never saved: wait until the tasks are"
                " done, not for a fixed time."
            )


def _all_are_saved(run: Run, names: list[str]) -> None:
    for name in names:
        times = run.lines.count(f"saved {name}")
        if times != 1:
            wrong(f"{name} is saved {times} times." if times else f"{name} is never saved.")
