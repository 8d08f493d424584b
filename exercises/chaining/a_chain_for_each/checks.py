"""Print each page as soon as its own two steps are done."""

from lab.exercises import Attempt, Run, wrong

HINTS = (
    "What does `me` wait for between its two steps?",
    "The first group ends when the slowest page is found. Does `me` really have to wait for that?",
    "Write a coroutine that awaits find and then read, for one page. Start that one for each page.",
)

PAGES = ("me", "news", "weather")
OTHERS = ("home", "a", "contact us", "mail")


def all_are_printed(attempt: Attempt) -> None:
    """Each page is printed."""
    _all_there(attempt.run(), PAGES)


def none_waits_for_another(attempt: Attempt) -> None:
    """No page waits for another one."""
    _in_time(attempt.run(), PAGES)


def nor_do_others(attempt: Attempt) -> None:
    """It also works with other pages."""
    run = attempt.call("With other pages", lambda program: program.check_all([*OTHERS]))
    _all_there(run, OTHERS)
    _in_time(run, OTHERS)


def _all_there(run: Run, pages: tuple[str, ...]) -> None:
    for page in pages:
        if run.lines.count(f"address of {page}: 200") != 1:
            wrong(f"There isn't exactly one line for the page {page!r}.")


def _in_time(run: Run, pages: tuple[str, ...]) -> None:
    for page in pages:
        seconds = run.printed(f"address of {page}: 200")
        needed = len(page) / 10 + 0.1
        if abs(seconds - needed) > 0.01:
            wrong(f"{page!r} comes after {seconds:.1f} s; its own steps take {needed:.1f} s.")
