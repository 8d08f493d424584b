"""Say `note: saved`, or why not: `big film: the disk is full`."""

from lab.exercises import Attempt, wrong

HINTS = (
    "Where does the error of a task come out? How many pages are left at that moment?",
    "Catch the error of one task, so that the loop can go on to the next: try and except inside"
    " of the loop.",
    "In the `except OSError as error` branch, print the page with the error.",
)
PAGES = {"note": True, "big photo": False, "letter": True, "big film": False}


def every_page_is_reported(attempt: Attempt) -> None:
    """Every page has its line."""
    run = attempt.run(fails=True)
    if run.error:
        attempt.run()  # says which error ends the program
    # Python may complain of errors that nobody asked for: tell of the pages that they belong to.
    for page in PAGES:
        if not any(line.startswith(f"{page}:") for line in run.lines):
            wrong(f"Nothing is said of {page}. It comes after a page that was not saved.")


def report_is_true(attempt: Attempt) -> None:
    """What is said is true."""
    lines = attempt.run().lines
    for page, saved in PAGES.items():
        said_saved = f"{page}: saved" in lines
        if said_saved and not saved:
            wrong(f"It says that {page} was saved, and it was not.")
        if saved and not said_saved:
            wrong(f"It does not say '{page}: saved', though it was.")
        if not saved and f"{page}: the disk is full" not in lines:
            wrong(f"It does not say why {page} was not saved: '{page}: the disk is full'.")


def saves_overlap(attempt: Attempt) -> None:
    """The pages are still saved at the same time."""
    if attempt.run().most_at_once("save") < len(PAGES):
        wrong("The saves waited together before. Now each begins when the one before is over.")


def reason_comes_from_the_error(attempt: Attempt) -> None:
    """The reason is that of the error."""
    run = attempt.run_with(
        "async def save(page):\n"
        "    await asyncio.sleep(0.1)\n"
        "    if page == 'b': raise FileNotFoundError('no such folder')\n"
        "asyncio.run(save_all(['a', 'b', 'c']))"
    )
    if run.lines != ["a: saved", "b: no such folder", "c: saved"]:
        wrong("When the folder is missing, save_all gives another reason than the error does.")
