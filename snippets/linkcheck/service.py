"""The service: what is opened, in order, and closed in reverse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, DummyCookieJar, TCPConnector, web

from linkcheck.api import make_app
from linkcheck.checker import Checker
from linkcheck.config import SettingError, Settings
from linkcheck.fetch import Fetcher
from linkcheck.limits import Limits
from linkcheck.log import log
from linkcheck.stop import Stop
from linkcheck.store import Store


async def serve(settings: Settings) -> None:
    """Run the service until a signal asks it to stop."""
    task = asyncio.current_task()
    assert task is not None
    stop = Stop(task, settings.stop_within)
    try:
        async with opened(settings) as (store, checker):
            app = make_app(store, checker, settings.checks)
            async with listening(app, settings):
                await run_until(stop, checker, settings)
    except asyncio.CancelledError:
        if not stop.at_once or task.uncancel():
            raise
    log.info("stopped")


@asynccontextmanager
async def opened(
    settings: Settings,
) -> AsyncIterator[tuple[Store, Checker]]:
    """Open the database and the client, and close them at the end."""
    connector = TCPConnector(limit=0)  # Limits does that
    async with Store(settings.database) as store:
        async with ClientSession(
            connector=connector,
            cookie_jar=DummyCookieJar(),  # one check knows no other
        ) as session:
            stopping = asyncio.Event()
            limits = Limits(
                settings.at_once, settings.per_host, stopping
            )
            fetcher = Fetcher(session, limits, settings)
            yield store, Checker(store, fetcher, settings, stopping)


@asynccontextmanager
async def listening(
    app: web.Application, settings: Settings
) -> AsyncIterator[None]:
    """Answer requests; at the end, let those that came in finish."""
    goodbye = settings.stop_within * settings.goodbye
    runner = web.AppRunner(
        app, access_log=None, shutdown_timeout=goodbye / 2
    )
    await runner.setup()
    host, port = settings.host, settings.port
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            place = f"{host}, port {port}"
            raise SettingError(f"{place}: {error}") from error
        host, port = runner.addresses[0][:2]
        log.info("listening at http://%s:%d", host, port)
        yield
    finally:
        await runner.cleanup()


async def run_until(
    stop: Stop, checker: Checker, settings: Settings
) -> None:
    """Check pages until a signal comes, and finish those begun."""
    async with asyncio.TaskGroup() as group:
        work = group.create_task(checker.run())
        await stop.asked.wait()
        checker.drain()
        drain = settings.stop_within * (1 - settings.goodbye)
        _, left = await asyncio.wait([work], timeout=drain)
        if left:
            log.warning("some pages wait for the next start")
            work.cancel()
