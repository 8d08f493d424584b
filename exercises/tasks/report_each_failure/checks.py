"""Save all pages at once; report each as `note: saved` or its error."""

import asyncio

from lab.exercises import Attempt, wrong

HINTS = (
    "Which line raises a task's error? How many pages haven't been reported by then?",
    "Put `try` and `except` inside the loop. After an error, the loop then continues with the next"
    " page.",
    "In the `except OSError as error` branch, print the page with the error.",
)
PAGES = {"note": True, "big photo": False, "letter": True, "big film": False}


def every_page_is_reported(attempt: Attempt) -> None:
    """Every page has a line."""
    run = attempt.run(fails=True)
    if run.error:
        attempt.run()  # says which error ends the program
    # Python may complain of errors that were never retrieved: tell of their pages.
    failed = ""
    for page, saved in PAGES.items():
        if not any(line.startswith(f"{page}:") for line in run.lines):
            after = f" It comes after {failed}, which was not saved." if failed else ""
            wrong(f"There is no line for {page}.{after}")
        if not saved:
            failed = page


def report_is_true(attempt: Attempt) -> None:
    """Each line is true."""
    lines = attempt.run().lines
    for page, saved in PAGES.items():
        said_saved = f"{page}: saved" in lines
        if said_saved and not saved:
            wrong(f"It says that {page} was saved, but it wasn't.")
        if saved and not said_saved:
            wrong(f"It doesn't say '{page}: saved', though it was.")
        if not saved and f"{page}: the disk is full" not in lines:
            wrong(f"It doesn't say why {page} was not saved: '{page}: the disk is full'.")


def saves_overlap(attempt: Attempt) -> None:
    """The pages are still saved at the same time."""
    if attempt.run().most_at_once("save") < len(PAGES):
        wrong("Before, the saves overlapped. Now each begins when the previous one is over.")


def saves_may_take_different_times(attempt: Attempt) -> None:
    """No page is left out when one save fails before the others are done."""
    run = attempt.run_with("When the saves take different times", save=_save, fails=True)
    if run.error:
        wrong(run.complaint)
    for page in PAGES:
        if not any(line.startswith(f"{page}:") for line in run.lines):
            wrong(f"When the saves take different times, there is no line for {page}.")


def reason_comes_from_the_error(attempt: Attempt) -> None:
    """The reason comes from the error."""
    run = attempt.run_with("When the folder is missing", save=_save)
    wanted = [f"{page}: {'saved' if saved else 'no such folder'}" for page, saved in PAGES.items()]
    if sorted(run.lines) != sorted(wanted):
        wrong("When the folder is missing, the lines don't give the error's reason.")


async def _save(page: str) -> None:
    await asyncio.sleep(len(page) / 10)
    if not PAGES[page]:
        raise FileNotFoundError("no such folder")
