"""Three workers, a retry, and a stop that loses nothing."""

import asyncio
from collections.abc import Awaitable, Callable

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Begin with the retry: a function that takes a page and returns what `done` should hold.",
    "Then write the workers, in a group: `while page := await queue.get():` ends at a"
    " `None`. `serve` puts the pages into the queue, and then `None` three times.",
    "When `stop` is set, a worker can keep taking pages out of the queue and do nothing with"
    " them: they are still in `todo`.",
)
NEVER = 1000.0
PAGES = [f"/page{number}" for number in range(20)]


def every_page_is_done(attempt: Attempt) -> None:
    """Without a stop, every page is done, and `serve` returns."""
    attempt.run()
    seen = _Seen()
    run = attempt.call("With 20 pages", _served(NEVER), todo=list(PAGES), done={}, fetch=seen.fetch)
    done, left = run.result
    if set(done) != set(PAGES) or left:
        wrong(f"Of 20 pages, {len(done)} are done and {len(left)} are left.")


def three_at_once(attempt: Attempt) -> None:
    """Three pages are fetched at once, never more."""
    seen = _Seen()
    attempt.call("With 20 pages", _served(NEVER), todo=list(PAGES), done={}, fetch=seen.fetch)
    if seen.most != 3:
        wrong(f"With 20 pages, {seen.most} of them are fetched at once, not three.")


def pages_are_tried_again(attempt: Attempt) -> None:
    """A page is tried three times, without costing another page its turn."""
    seen = _Seen(failures={"/page1": 2, "/page4": 9})
    run = attempt.call(
        "With two pages that fail", _served(NEVER), todo=list(PAGES), done={}, fetch=seen.fetch
    )
    done, _ = run.result
    if done.get("/page1") != 200:
        wrong("A page that fails twice and then answers should be done with 200.")
    if done.get("/page4") != "reset" or seen.begun.count("/page4") != 3:
        wrong("A page that keeps failing should be tried three times, and be done with 'reset'.")


def a_stop_begins_nothing(attempt: Attempt) -> None:
    """After the stop, no new page is started."""
    seen, run = _stopped(attempt)
    if len(set(seen.begun)) > 9:
        wrong("After the stop, it begins other pages.")


def a_stop_loses_nothing(attempt: Attempt) -> None:
    """After the stop, pages in progress are finished, and all others are left."""
    seen, (done, left) = _stopped(attempt)
    if unfinished := sorted(set(seen.begun) - set(done)):
        wrong(f"{unfinished[0]} was begun before the stop, but is not done.")
    if sorted([*done, *left]) != sorted(PAGES):
        wrong("After the stop, not every page is either done or left.")


class _Seen:
    """A stand-in for `fetch` that sees what happens."""

    def __init__(self, failures: dict[str, int] | None = None) -> None:
        self.begun: list[str] = []
        self.most = self._now = 0
        self._failures = failures or {}

    async def fetch(self, page: str, number: int) -> int:
        self.begun.append(page)
        self._now += 1
        self.most = max(self.most, self._now)
        await asyncio.sleep(1)
        self._now -= 1
        if self._failures.get(page, 0) > number:
            raise ConnectionError("reset")
        return 200


Result = tuple[dict[str, object], list[str]]


def _stopped(attempt: Attempt) -> tuple[_Seen, Result]:
    """Stop it while pages 7 to 9 are in progress."""
    seen = _Seen()
    run = attempt.call(
        "With a stop after 2.5 s", _served(2.5), todo=list(PAGES), done={}, fetch=seen.fetch
    )
    return seen, run.result


def _served(seconds: float) -> Callable[[Program], Awaitable[Result]]:
    async def serve(program: Program) -> Result:
        stop = asyncio.Event()
        timer = asyncio.get_running_loop().call_later(seconds, stop.set)
        await program.serve(stop)
        timer.cancel()
        return dict(program.done), list(program.todo)

    return serve
