"""Send at most five requests in a second, and don't waste time."""

import asyncio
from collections.abc import Sequence

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "The semaphore lets five requests be in progress at once. How many is that in a second, if"
    " each takes 0.05 seconds?",
    "Think of slots, 0.2 seconds apart. Each request reserves the next free slot and"
    " sleeps until its time comes.",
    "Store the time of the next slot in a variable: `mine = max(now, next_slot)`,"
    " then `next_slot = mine + 0.2`, without an `await` in between.",
)
BLINK = 0.001
ENOUGH = 11 * 0.2 + 0.7  # eleven steps of the pace, and the last answer


def the_pages_are_asked_for(attempt: Attempt) -> None:
    """All eight pages are requested."""
    lines = attempt.run().lines
    for number in range(8):
        if not any(line.startswith(f"/{number} after") for line in lines):
            wrong(f"The page /{number} is never requested.")


def the_pace_is_kept(attempt: Attempt) -> None:
    """There are never more than five requests in a second."""
    times, _, _ = _twelve(attempt, 0.05)
    if len(times) != 12:
        wrong(f"With twelve pages, {len(times)} requests reach the server.")
    for first, sixth in zip(times, times[5:]):
        if sixth - first < 1 - BLINK:
            wrong("With twelve pages, six requests reach the server within a second.")


def no_time_is_wasted(attempt: Attempt) -> None:
    """No time is wasted, even if answers are slow."""
    _, _, took = _twelve(attempt, 0.7)
    if took > ENOUGH + BLINK:
        lost = took - ENOUGH
        wrong(
            f"With answers that take 0.7 s, twelve pages take {took:.2f} s: {ENOUGH:.2f} s are"
            f" enough, so {lost:.2f} s are lost. Send the first request at once, and each of the"
            " others as soon as the pace allows, even while earlier ones wait for their answers."
        )


def the_pages_are_in_order(attempt: Attempt) -> None:
    """The pages are returned in the order of their paths."""
    _, pages, _ = _twelve(attempt, 0.05)
    if not isinstance(pages, Sequence) or list(pages) != [f"/{n}" for n in range(12)]:
        wrong("With twelve pages, `fetch_all` doesn't return their texts in order.")


def _twelve(attempt: Attempt, seconds: float) -> tuple[list[float], object, float]:
    async def ask(program: Program) -> tuple[list[float], object, float]:
        from aiohttp import ClientSession, web
        from aiohttp.test_utils import RawTestServer

        loop = asyncio.get_running_loop()
        times = []

        async def page(request: web.BaseRequest) -> web.Response:
            times.append(loop.time())
            await asyncio.sleep(seconds)
            return web.Response(text=request.path)

        async with RawTestServer(page) as server, ClientSession(server.make_url("/")) as session:
            start = loop.time()
            pages = await program.fetch_all(session, [f"/{n}" for n in range(12)])
            return times, pages, loop.time() - start

    run = attempt.call("With twelve pages", ask)
    return run.result  # type: ignore[return-value]  # what `ask` returns
