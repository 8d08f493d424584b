"""Report the progress of a check on a WebSocket."""

import asyncio
from contextlib import aclosing
from dataclasses import asdict

from aiohttp import WSCloseCode, web

from linkcheck.checker import Checker
from linkcheck.log import log

CHECKER = web.AppKey("CHECKER", Checker)
SOCKETS = web.AppKey("SOCKETS", set[web.WebSocketResponse])

SEND_WITHIN = 5.0


async def watch(request: web.Request) -> web.WebSocketResponse:
    """Report progress on a WebSocket."""
    ws = web.WebSocketResponse(heartbeat=20)
    await ws.prepare(request)
    request.app[SOCKETS].add(ws)
    check_id = int(request.match_info["id"])
    sender = asyncio.create_task(send(ws, request, check_id))
    try:
        async for _ in ws:  # ends when either side closes
            pass
    finally:
        request.app[SOCKETS].discard(ws)
        sender.cancel()
        await asyncio.wait([sender])
    return ws


async def send(
    ws: web.WebSocketResponse, request: web.Request, check_id: int
) -> None:
    """Send the newest numbers; cut off a client that doesn't read."""
    async with aclosing(request.app[CHECKER].progress(check_id)) as all:
        async for progress in all:
            try:
                async with asyncio.timeout(SEND_WITHIN):
                    await ws.send_json(asdict(progress))
            except TimeoutError:
                log.warning("a client does not read its progress")
                if request.transport:
                    request.transport.abort()
                return
    await ws.close()


async def close_sockets(app: web.Application) -> None:
    """Say goodbye, all at once: an open socket would hold us up."""
    code = WSCloseCode.GOING_AWAY
    closing = [ws.close(code=code) for ws in app[SOCKETS]]
    await asyncio.gather(*closing, return_exceptions=True)
