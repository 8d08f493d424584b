"""Pass each piece of an answer on as soon as it arrives."""

import asyncio

from lab.exercises import Attempt, Program, wrong

HINTS = (
    "`await upstream.read()` returns only when the whole film has arrived. Which part"
    " of the response gives you pieces?",
    "Create a `web.StreamResponse(status=upstream.status)`, and `await"
    " resp.prepare(request)` before you write the first piece.",
    "Loop with `async for piece in upstream.content.iter_any():`, and call `await"
    " resp.write(piece)` in the loop.",
)


def the_scenes_are_seen_in_time(attempt: Attempt) -> None:
    """Each scene is seen before the next one is sent."""
    lines = attempt.run().lines
    wanted = [f"{what} {n}" for n in range(3) for what in ("sent", "seen scene")]
    if lines != wanted:
        wrong("Scene 0 should be seen before scene 1 is sent, and so on.")


def all_bytes_arrive(attempt: Attempt) -> None:
    """All bytes arrive, in order."""
    _, body, _ = _watch(attempt, 200)
    if body != _PIECES:
        wrong("With another film, the bytes that arrive are not the ones that were sent.")


def the_first_piece_comes_at_once(attempt: Attempt) -> None:
    """The first piece arrives at once, even if the film has no line breaks."""
    _, _, first = _watch(attempt, 200)
    if first > 0.15:
        wrong(
            f"With another film, the first piece is sent after 0.1 s and seen after {first:.1f} s."
        )


def the_status_is_passed_on(attempt: Attempt) -> None:
    """The status is passed on."""
    status, _, _ = _watch(attempt, 206)
    if status != 206:
        wrong(f"The origin answers with status 206, but the relay with {status}.")


_PIECES = b"".join(bytes([65 + n]) * 1000 for n in range(5))


def _watch(attempt: Attempt, status: int) -> tuple[int, bytes, float]:
    run = attempt.call("With another film", lambda program: _play(program, status))
    return run.result  # type: ignore[return-value]  # what `_play` returns


async def _play(program: Program, status: int) -> tuple[int, bytes, float]:
    from aiohttp import ClientSession, web
    from aiohttp.test_utils import RawTestServer

    async def film(request: web.BaseRequest) -> web.StreamResponse:
        resp = web.StreamResponse(status=status)
        await resp.prepare(request)
        for n in range(5):
            await asyncio.sleep(0.1)
            await resp.write(_PIECES[n * 1000 : (n + 1) * 1000])
        return resp

    loop = asyncio.get_running_loop()
    async with (
        RawTestServer(film) as origin,
        ClientSession(origin.make_url("/")) as session,
        RawTestServer(program.make_relay(session)) as server,
    ):
        start = loop.time()
        async with session.get(server.make_url("/film")) as resp:
            body = await resp.content.readany()
            first = loop.time() - start
            return resp.status, body + await resp.read(), first
