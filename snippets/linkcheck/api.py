"""The HTTP API: accept checks and report on them."""

import sqlite3
import time
import uuid
from dataclasses import asdict

from aiohttp import web
from aiohttp.typedefs import Handler

from linkcheck.checker import Checker
from linkcheck.links import is_address
from linkcheck.log import log, request_id
from linkcheck.store import Store, TooMany
from linkcheck.watch import CHECKER, SOCKETS, close_sockets, watch

STORE = web.AppKey("STORE", Store)
MOST_CHECKS = web.AppKey("MOST_CHECKS", int)

LATER = {"Retry-After": "5"}
STOPPING = "stopping"
TOO_MANY = "too many unfinished checks"


def make_app(
    store: Store, checker: Checker, most: int
) -> web.Application:
    app = web.Application(middlewares=[one_request])
    app[STORE], app[CHECKER], app[MOST_CHECKS] = store, checker, most
    app[SOCKETS] = set()
    app.router.add_post("/checks", accept)
    app.router.add_get(r"/checks/{id:\d+}", report)
    app.router.add_get(r"/checks/{id:\d+}/progress", watch)
    app.router.add_get("/health", health)
    app.on_shutdown.append(close_sockets)
    return app


@web.middleware
async def one_request(
    request: web.Request, handler: Handler
) -> web.StreamResponse:
    """Give a request an id, log it, answer errors in JSON."""
    own = request.headers.get("X-Request-ID", "")
    safe = own.replace("-", "").isalnum()
    request_id.set(own if safe else uuid.uuid4().hex)
    started = time.monotonic()
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = answer(error.status, {"error": error.reason})
    except sqlite3.OperationalError as error:
        log.error("database: %s", error)
        response = answer(503, {"error": f"database: {error}"})
    if not response.prepared:
        response.headers["X-Request-ID"] = request_id.get()
    seconds = time.monotonic() - started
    what = f"{request.method} {request.path}"
    log.info("%s: %d in %.3f s", what, response.status, seconds)
    return response


def answer(status: int, body: object) -> web.Response:
    headers = LATER if status == 503 else None
    return web.json_response(body, status=status, headers=headers)


async def accept(request: web.Request) -> web.Response:
    """Accept a check, once it is in the database."""
    checker, most = request.app[CHECKER], request.app[MOST_CHECKS]
    try:
        url = (await request.json())["url"]
    except (ValueError, TypeError, LookupError):
        url = None
    if not isinstance(url, str) or not is_address(url):
        return answer(400, {"error": 'send {"url": "https://..."}'})
    if checker.draining.is_set():
        return answer(503, {"error": STOPPING})
    try:
        check_id = await checker.add(url, most)
    except TooMany:
        return answer(503, {"error": TOO_MANY})
    return answer(202, {"id": check_id})


async def report(request: web.Request) -> web.Response:
    """Say how far a check is, and which links are broken."""
    store, check_id = request.app[STORE], int(request.match_info["id"])
    progress = await store.progress(check_id)
    if progress is None:
        raise web.HTTPNotFound
    broken = [asdict(link) for link in await store.broken(check_id)]
    return answer(200, {**asdict(progress), "links": broken})


async def health(request: web.Request) -> web.Response:
    """Say whether a new check would be accepted, and why not."""
    if request.app[CHECKER].draining.is_set():
        return answer(503, {"error": STOPPING})
    store = request.app[STORE]
    unfinished = await store.unfinished()
    if unfinished >= request.app[MOST_CHECKS]:
        return answer(503, {"error": TOO_MANY})
    await store.try_to_write()  # one_request answers if that fails
    return answer(200, {"status": "ok", "unfinished": unfinished})
