"""Ask for all prices over one connection, and always close it."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "Each session has its own connections. How many sessions does `prices` create?",
    "Create one session in `prices`, with `async with`, and pass it to `price`.",
    "If the requests overlap, a session opens a connection for each of them. To use"
    " only one, send them one after the other, or pass `TCPConnector(limit=1)`.",
)


def the_prices_are_printed(attempt: Attempt) -> None:
    """The three prices are printed."""
    if "{'tea': 4, 'salt': 5, 'honey': 6}" not in attempt.run().lines:
        wrong("The three prices are not printed as before.")


def one_connection_is_used(attempt: Attempt) -> None:
    """One connection carries all requests."""
    _, used, _ = _five_prices(attempt)
    if used == 0:
        wrong("No request reaches the shop.")
    if used > 1:
        wrong(f"With five prices, the shop counts {used} connections.")


def all_five_are_right(attempt: Attempt) -> None:
    """Five other prices are right, too."""
    found, _, _ = _five_prices(attempt)
    if found != {"a": 20, "b": 21, "c": 22, "d": 23, "e": 24}:
        wrong("With five other prices, `prices` returns something else.")


def it_is_closed(attempt: Attempt) -> None:
    """At the end, all connections are closed."""
    _, _, still_open = _five_prices(attempt)
    if still_open:
        wrong("After `prices` has returned, a connection is still open.")


def it_is_closed_after_an_error(attempt: Attempt) -> None:
    """If a price isn't a number, the error is raised, and no connection stays open."""
    case = "With a price that isn't a number"
    still_open = attempt.call(case, _ask_for_no_number, fails=True).result
    if still_open is None:
        wrong(f"{case}, `prices` doesn't raise an error.")
    if still_open:
        wrong(f"{case}, a connection is still open after the error.")


def _five_prices(attempt: Attempt) -> tuple[object, int, int]:
    run = attempt.call("With five prices", _ask)
    return run.result  # type: ignore[return-value]  # what `_ask` returns


async def _ask_for_no_number(program: Program) -> int | None:
    from aiohttp import web
    from aiohttp.test_utils import RawTestServer

    used = set()

    async def shop(request: web.BaseRequest) -> web.Response:
        used.add(request.transport)
        return web.Response(text="sold out")

    async with RawTestServer(shop) as server:
        try:
            await program.prices(server.make_url("/"), ["tea"])
        except Exception:  # ValueError or a group; it keeps the session alive, closed or not
            await asyncio.sleep(0.1)
            return sum(t is not None and not t.is_closing() for t in used)
    return None


async def _ask(program: Program) -> tuple[object, int, int]:
    from aiohttp import web
    from aiohttp.test_utils import RawTestServer

    used = set()
    open_now = set()

    async def shop(request: web.BaseRequest) -> web.Response:
        used.add(request.transport)
        open_now.add(request.transport)
        await asyncio.sleep(0.1)
        return web.Response(text=str(20 + "abcde".index(request.path[-1])))

    async with RawTestServer(shop) as server:
        found = await program.prices(server.make_url("/"), list("abcde"))
        await asyncio.sleep(0.1)
        still_open = [t for t in open_now if t is not None and not t.is_closing()]
        return found, len(used), len(still_open)
