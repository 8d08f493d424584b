"""Let the display end when the download ends, whichever way that is."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Who owns the task of the display, once `load_and_show` has returned?",
    "A TaskGroup stops its tasks when its block fails. But when the block ends well, it waits.",
    "In the group: `display = group.create_task(...)`, `await load(page)`, `display.cancel()`.",
)


def progress_is_displayed(attempt: Attempt) -> None:
    """While the page is on its way, the display says so."""
    run = attempt.run()
    if "/news is loaded" not in run.lines:
        wrong("No line says that /news is loaded.")
    if run.lines.index("/news is loaded") < 2:
        wrong("Nothing is displayed while the page is on its way.")


def display_ends(attempt: Attempt) -> None:
    """When the page is loaded, the display ends."""
    lines = attempt.run().lines
    if "still loading" in lines[lines.index("/news is loaded") :]:
        wrong("The page is loaded, and the display still says 'still loading'.")


def display_ends_with_a_failure(attempt: Attempt) -> None:
    """When the download fails, the display ends, too."""
    lines = attempt.run_with(
        "async def main():\n"
        "    try:\n"
        '        await load_and_show("/old")\n'
        "    except Exception:\n"
        '        print("failed")\n'
        "    await asyncio.sleep(0.5)\n"
        "asyncio.run(main())\n"
    ).lines
    if "failed" not in lines:
        wrong("The download of /old fails, and load_and_show does not tell its caller.")
    if "still loading" in lines[lines.index("failed") :]:
        wrong("The download of /old has failed, and the display still says 'still loading'.")
