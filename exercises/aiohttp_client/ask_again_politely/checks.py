"""On a 503, wait as long as it says; make four attempts at most."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "For which status is it worth trying again, and which would just come back?",
    "`resp.headers['Retry-After']` is a string that holds a number of seconds.",
    "Loop with `for attempt in range(4)`. If the status is 503 and this isn't the"
    " last attempt, wait and continue. Otherwise call `raise_for_status()` and return"
    " the text.",
)
BLINK = 0.001


def the_news_come(attempt: Attempt) -> None:
    """The news arrives on the third attempt."""
    if "the news" not in attempt.run().lines:
        wrong("The third answer has the news, but it isn't printed.")


def it_waits_as_told(attempt: Attempt) -> None:
    """It waits as long as the server says."""
    times, text = _ask(attempt, "With pauses of 1 and 3 seconds", [(503, 1), (503, 3), (200, 0)])
    if text != "it works":
        wrong("With pauses of 1 and 3 seconds, the text of the third answer is not returned.")
    if times[1] - times[0] < 1 - BLINK or times[2] - times[1] < 3 - BLINK:
        wrong("The server asks for pauses of 1 and 3 seconds, but yours are shorter.")
    if times[-1] - times[0] > 4 + BLINK:
        wrong("The server asks for pauses of 1 and 3 seconds, but yours are longer.")


def it_gives_up(attempt: Attempt) -> None:
    """After four attempts, the error goes to the caller."""
    times, error = _ask(attempt, "With 503 each time", [(503, 1)] * 9)
    if len(times) != 4:
        wrong(f"With 503 each time, it asks {len(times)} times.")
    if error != "ClientResponseError 503":
        wrong("With 503 each time, the caller doesn't get a ClientResponseError.")
    if times[3] - times[0] > 3 + BLINK:
        wrong("With 503 each time, it waits too long between the attempts.")


def it_does_not_wait_at_the_end(attempt: Attempt) -> None:
    """It doesn't wait after the last attempt."""
    case = "With 503 each time"
    took = _seconds(attempt, case, [(503, 1)] * 9)
    if took > 3.5:
        wrong("With 503 each time, it waits once more after the last attempt.")


def a_404_is_final(attempt: Attempt) -> None:
    """It doesn't try again after a 404."""
    times, error = _ask(attempt, "With 404", [(404, 0), (200, 0)])
    if len(times) > 1:
        wrong("It asks again after a 404, which can't help.")
    if error != "ClientResponseError 404":
        wrong("After a 404, the caller doesn't get a ClientResponseError.")


def _seconds(attempt: Attempt, case: str, script: list[tuple[int, int]]) -> float:
    return attempt.call(case, lambda program: _play(program, script)).seconds


def _ask(attempt: Attempt, case: str, script: list[tuple[int, int]]) -> tuple[list[float], object]:
    run = attempt.call(case, lambda program: _play(program, script))
    return run.result  # type: ignore[return-value]  # what `_play` returns


async def _play(program: Program, script: list[tuple[int, int]]) -> tuple[list[float], object]:
    from aiohttp import ClientResponseError, ClientSession, web
    from aiohttp.test_utils import RawTestServer

    loop = asyncio.get_running_loop()
    times = []

    async def page(request: web.BaseRequest) -> web.Response:
        status, seconds = script[len(times)] if len(times) < len(script) else (200, 0)
        times.append(loop.time())
        headers = {"Retry-After": str(seconds)} if seconds else {}
        return web.Response(text="it works", status=status, headers=headers)

    async with RawTestServer(page) as server, ClientSession(server.make_url("/")) as session:
        try:
            return times, await program.fetch(session, "/")
        except ClientResponseError as error:
            return times, f"ClientResponseError {error.status}"
