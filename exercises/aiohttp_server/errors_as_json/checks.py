"""Answer errors as JSON, {"error": reason}, with their own status."""

import json

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "A 404 arrives in a middleware as an exception. What is its class?",
    "`except web.HTTPException as error:`, then `error.status` and `error.reason`.",
    "A redirect is a `web.HTTPException`, too. Raise it again if its status is below"
    " 400. Pass the error's status to `web.json_response` as `status=`.",
)


def the_page_is_as_it_was(attempt: Attempt) -> None:
    """A page without an error stays the same."""
    if _get(attempt, "/hello") != (200, "text/plain", "hello", ""):
        wrong("The answer to /hello has changed.")


def errors_are_json(attempt: Attempt) -> None:
    """Errors are JSON, with their reason."""
    for path, reason in (("/nothing", "Not Found"), ("DELETE /old", "Method Not Allowed")):
        _, kind, text, _ = _get(attempt, path)
        if kind != "application/json":
            wrong(f"The answer to {path} is {kind}, not application/json.")
        _demand(f"The answer to {path}", text, reason)


def their_status_is_kept(attempt: Attempt) -> None:
    """Errors keep their status."""
    for path, status in (("/nothing", 404), ("DELETE /old", 405)):
        found, *_ = _get(attempt, path)
        if found != status:
            wrong(f"The answer to {path} has status {found}, not {status}.")


def a_redirect_is_none(attempt: Attempt) -> None:
    """A redirect still works."""
    status, _, _, location = _get(attempt, "/old")
    if (status, location) != (302, "/hello"):
        wrong("A redirect isn't an error: /old no longer leads to /hello.")


def the_program_shows_it(attempt: Attempt) -> None:
    """The program itself shows all of this."""
    lines = attempt.run().lines
    if lines[:2] != ["/hello 200 hello", "/old 200 hello"]:
        wrong("The program should print `/hello 200 hello` and `/old 200 hello` first.")
    found = [line for line in lines if line.startswith("/nothing 404 ")]
    if len(found) != 1:
        wrong("The program should print one line that begins with `/nothing 404`.")
    _demand("What it prints for /nothing", found[0].removeprefix("/nothing 404 "), "Not Found")


def _demand(what: str, text: str, reason: str) -> None:
    expected = {"error": reason}
    try:
        data = json.loads(text)
    except ValueError:
        wrong(f"{what} is {text}, which is not JSON. Expected: {json.dumps(expected)}.")
    if data != expected:
        wrong(f"{what} is {text}. Expected: {json.dumps(expected)}.")


def _get(attempt: Attempt, path: str) -> tuple[int, str, str, str]:
    run = attempt.call(f"With a request for {path}", lambda program: _ask(program, path))
    return run.result  # type: ignore[return-value]  # what `_ask` returns


async def _ask(program: Program, wanted: str) -> tuple[int, str, str, str]:
    method, _, path = wanted.rpartition(" ")
    from aiohttp import ClientSession
    from aiohttp.test_utils import TestServer

    async with (
        TestServer(program.make_app()) as server,
        ClientSession(server.make_url("/")) as session,
        session.request(method or "GET", path, allow_redirects=False) as resp,
    ):
        location = resp.headers.get("Location", "")
        return resp.status, resp.content_type, await resp.text(), location
