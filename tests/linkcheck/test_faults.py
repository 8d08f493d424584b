"""The fault suite: whatever happens to the service, nothing that it accepted is lost."""

from __future__ import annotations

import asyncio
import resource
import signal
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, WSMsgType

from tests.linkcheck.process import (
    AMPLE,
    Answer,
    Service,
    Site,
    behind_the_gate,
    html,
    in_loop,
    in_turn,
    reset,
    whole,
)

HALF = whole("200 OK", "Content-Length: 1000\r\n", b'<a href="/lost">half a page')
NEVER = behind_the_gate(html())
FIFTY = [f"/{number}" for number in range(50)]


@in_loop
async def test_sigterm_with_50_open_requests(tmp_path: Path) -> None:
    async with Site.started() as site:
        others = [f"/later/{number}" for number in range(10)]
        site.pages = {"/": html(*FIFTY, *others)} | dict.fromkeys(FIFTY, NEVER)
        async with Service.started(tmp_path / "db", per_host=50) as service:
            check = await service.accept(site.url + "/")
            await site.has(50)
            second = await service.accept(site.url + "/later/0")
            ending = asyncio.create_task(service.ended(signal.SIGTERM))
            await service.said("SIGTERM: stopping")
            refused, _ = await service.ask("POST", "/checks", {"url": site.url})
            unhealthy, body = await service.ask("GET", "/health")
            assert (refused, unhealthy, body["error"]) == (503, 503, "stopping")
            site.gate.set()
            await ending
        assert set(site.asked) == {"/", *FIFTY}  # it took no other page
        async with Service.started(tmp_path / "db") as service:
            first_report = await service.finished(check)
            second_report = await service.finished(second)
        assert (first_report["done"], second_report["done"]) == (61, 1)
        assert all(site.asked[page] == 1 for page in ["/", *FIFTY])  # nothing is done twice


@in_loop
async def test_50_clients_at_the_moment_of_sigterm(tmp_path: Path) -> None:
    """Each client is told 202 or 503, or nothing; and each 202 is kept."""
    async with Site.started() as site:
        accepted: list[int] = []
        enough = asyncio.Event()

        async def client(service: Service) -> None:
            while True:
                try:
                    status, body = await service.ask("POST", "/checks", {"url": site.url + "/"})
                except ClientError:  # it has stopped listening
                    return
                if status == 503:
                    return
                accepted.append(body["id"])
                if len(accepted) == 50:
                    enough.set()

        # Where a client connects while the server closes, asyncio itself may lose the connection
        # and warn of it: https://github.com/python/cpython/issues/109564
        async with Service.started(tmp_path / "db", checks=10_000, may_warn=True) as service:
            await service.address()
            clients = [asyncio.create_task(client(service)) for _ in range(50)]
            await enough.wait()
            await service.ended(signal.SIGTERM)
            await asyncio.wait(clients)
        async with Service.started(tmp_path / "db") as service:
            for check in accepted:
                status, report = await service.ask("GET", f"/checks/{check}")
                assert status == 200
                assert report["done"] + report["todo"] == 1
            assert (await service.finished(max(accepted)))["broken"] == 0


@in_loop
async def test_sigterm_while_a_server_stalls(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": html(*FIFTY)} | dict.fromkeys(FIFTY, NEVER)
        async with Service.started(tmp_path / "db", work_within=0.5, per_host=50) as service:
            check = await service.accept(site.url + "/")
            await site.has(50)
            await service.ended(signal.SIGTERM)
            await service.said("some pages wait for the next start")
        site.gate.set()
        async with Service.started(tmp_path / "db") as service:
            assert (await service.finished(check))["done"] == 51


@in_loop
async def test_second_ctrl_c(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": html("/slow"), "/slow": NEVER}
        async with Service.started(tmp_path / "db", stop_within=1000) as service:
            check = await service.accept(site.url + "/")
            await site.has(1)
            await service.ended(signal.SIGINT, signal.SIGINT, signal.SIGINT)
        site.gate.set()
        async with Service.started(tmp_path / "db") as service:
            assert (await service.finished(check))["done"] == 2


@in_loop
async def test_killed(tmp_path: Path) -> None:
    """No one can prepare for SIGKILL, but a transaction is there or not."""
    async with Site.started() as site:
        site.pages = {"/": html(*FIFTY)} | dict.fromkeys(FIFTY[25:], NEVER)
        async with Service.started(tmp_path / "db", per_host=50) as service:
            check = await service.accept(site.url + "/")
            await site.has(25)
            second = await service.accept(site.url + "/49")
            service.process.kill()
        site.gate.set()
        async with Service.started(tmp_path / "db") as service:
            assert (await service.finished(check))["done"] == 51
            assert (await service.finished(second))["done"] == 1


@pytest.mark.parametrize(
    ("fault", "problem", "requests"),
    [
        # aiohttp itself repeats a GET whose connection broke.
        (reset, "ClientOSError: [Errno 104] Connection reset by peer", 8),
        (HALF, "ClientPayloadError: Response payload is not completed", 4),
        (html(status="503 Service Unavailable"), "503 Service Unavailable", 4),
    ],
    ids=["resets", "sends half a body", "answers 503"],
)
@in_loop
async def test_a_server_that(fault: Answer, problem: str, requests: int, tmp_path: Path) -> None:
    """A fault that passes is no broken link; one that stays is, and the others are checked."""
    async with (
        Site.started() as site,
        Service.started(tmp_path / "db", timeout=AMPLE, tries=4) as service,
    ):
        found = await told_of(service, site, fault)
    assert found.startswith(problem)
    assert site.asked == {"/": 1, "/passes": 3, "/found": 1, "/stays": requests}


@in_loop
async def test_a_server_that_stalls(tmp_path: Path) -> None:
    """On a busy machine, any request may take longer than this limit: it's tried again."""
    async with (
        Site.started() as site,
        Service.started(tmp_path / "db", timeout=0.5, tries=6) as service,
    ):
        found = await told_of(service, site, NEVER)
    assert found == "no answer in 0.5 s"
    assert set(site.asked) == {"/", "/passes", "/found", "/stays"}
    assert 3 <= site.asked["/passes"] <= 6
    assert site.asked["/stays"] <= 6


async def told_of(service: Service, site: Site, fault: Answer) -> str:
    """What it says of a page whose fault stays; there is another whose fault passes."""
    site.pages = {
        "/": html("/passes", "/stays"),
        "/passes": in_turn(fault, fault, html("/found")),
        "/stays": fault,
    }
    report = await service.finished(await service.accept(site.url + "/"))
    assert (report["done"], report["broken"]) == (4, 1)
    link = report["links"][0]
    assert (link["source"], link["target"]) == (site.url + "/", site.url + "/stays")
    return str(link["problem"])


@in_loop
async def test_a_server_that_answers_429(tmp_path: Path) -> None:
    """All requests to it wait as long as it asks, those to others don't."""
    later = html(status="429 Too Many Requests", headers="Retry-After: 1\r\n")
    much_later = html(status="429 Too Many Requests", headers="Retry-After: 3600\r\n")
    async with Site.started() as site, Site.started() as other:
        pages = [f"{site.url}/{number}" for number in range(5)]
        site.pages = {"/": html(f"{other.url}/start", *pages), "/0": in_turn(later, html())}
        other.pages = {"/start": html(), "/busy": much_later}
        async with Service.started(tmp_path / "db", per_host=1) as service:
            check = await service.accept(site.url + "/")
            report = await service.finished(check)
            busy = await service.finished(await service.accept(f"{other.url}/busy"))
    assert (report["done"], report["broken"]) == (7, 0)
    (told,) = (when for path, when in site.times[:2] if path == "/0")
    assert min(when for _, when in site.times[2:]) >= told + 1
    assert busy["links"][0]["problem"] == "429 Too Many Requests"
    assert other.asked["/busy"] == 1


@in_loop
async def test_a_client_that_neither_reads_nor_leaves(tmp_path: Path) -> None:
    """It gets no say in when the service stops, and others are told goodbye."""
    async with Site.started() as site:
        site.pages = {"/": NEVER}
        async with Service.started(tmp_path / "db", work_within=0.5) as service:
            check = await service.accept(site.url + "/")
            url = f"{await service.address()}/checks/{check}/progress"
            async with ClientSession() as session, session.ws_connect(url) as polite:
                assert (await polite.receive()).type == WSMsgType.TEXT
                rude = await upgraded(url)
                await service.ended(signal.SIGTERM)
                assert (await polite.receive()).data == 1001
                rude.close()


async def upgraded(url: str) -> asyncio.StreamWriter:
    """A WebSocket whose client does nothing."""
    host, _, path = url.removeprefix("http://").partition("/")
    reader, writer = await asyncio.open_connection(*host.split(":"), limit=1)
    lines = [f"GET /{path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==", "", ""]
    writer.write("\r\n".join(lines).encode())
    assert await reader.readexactly(12) == b"HTTP/1.1 101"
    return writer


@in_loop
async def test_a_locked_database(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": behind_the_gate(html("/next"))}
        async with Service.started(tmp_path / "db") as service:
            check = await service.accept(site.url + "/")
            await site.has(1)
            other = sqlite3.connect(tmp_path / "db")
            other.execute("BEGIN EXCLUSIVE")
            await nothing_is_accepted(service, site, "database is locked")
            other.rollback()
            other.close()
            assert (await service.finished(check))["done"] == 2
            assert (await service.ask("GET", "/health"))[0] == 200


@in_loop
async def test_a_full_disk(tmp_path: Path) -> None:
    """A limit to the size of its files stands for the end of the disk: writing fails."""
    async with Site.started() as site:
        site.pages = {"/": behind_the_gate(html("/next"))}
        async with Service.started(tmp_path / "db") as service:
            check = await service.accept(site.url + "/")
            await site.has(1)
            limit_files(service.process.pid, tmp_path.joinpath("db-wal").stat().st_size)
            await nothing_is_accepted(service, site, "disk I/O error")
            limit_files(service.process.pid, resource.RLIM_INFINITY)
            assert (await service.finished(check))["done"] == 2
            assert (await service.ask("GET", "/health"))[0] == 200


async def nothing_is_accepted(service: Service, site: Site, problem: str) -> None:
    """It says so, and keeps what it has: pages that were under way are saved later."""
    refused, body = await service.ask("POST", "/checks", {"url": site.url + "/"})
    assert (refused, body["error"]) == (503, f"database: {problem}")
    await service.said("POST /checks: 503")  # what follows is not about that request
    before = len(service.log)
    site.gate.set()
    await service.said(f"database: {problem}", before)  # by the worker that can't save its page
    unhealthy, body = await service.ask("GET", "/health")
    assert (unhealthy, body["error"]) == (503, f"database: {problem}")


def limit_files(process: int, size: int) -> None:
    """Let a running process write no file beyond a size."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.prlimit(process, resource.RLIMIT_FSIZE, (size, hard))


@in_loop
async def test_a_full_disk_until_it_stops(tmp_path: Path) -> None:
    """It can't save its page, and still stops in time; the page is checked again."""
    async with Site.started() as site:
        site.pages = {"/": behind_the_gate(html("/next"))}
        async with Service.started(tmp_path / "db", work_within=0.5) as service:
            check = await service.accept(site.url + "/")
            await site.has(1)
            limit_files(service.process.pid, tmp_path.joinpath("db-wal").stat().st_size)
            site.gate.set()
            await service.said("database: disk I/O error")
            await service.ended(signal.SIGTERM)
        async with Service.started(tmp_path / "db") as service:
            assert (await service.finished(check))["done"] == 2


@in_loop
async def test_1000_links_with_50_at_a_time(tmp_path: Path) -> None:
    async with Site.started() as site:
        links = [f"/{number}" for number in range(1000)]
        site.pages = {"/": html(*links)} | dict.fromkeys(links[:200], NEVER)
        options: dict[str, Any] = {"at_once": 50, "per_host": 1000, "timeout": AMPLE}
        async with Service.started(tmp_path / "db", **options) as service:
            check = await service.accept(site.url + "/")
            await site.has(50)
            for _ in range(20):  # more could begin meanwhile
                await service.ask("GET", f"/checks/{check}")
            site.gate.set()
            report = await service.finished(check)
    assert (report["done"], report["broken"]) == (1001, 0)
    assert site.most_open <= 50
    assert set(site.asked.values()) == {1}


@in_loop
async def test_more_checks_than_it_can_hold(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": NEVER}
        async with Service.started(tmp_path / "db", checks=2) as service:
            checks = [await service.accept(site.url + "/") for _ in range(2)]
            refused, body = await service.ask("POST", "/checks", {"url": site.url + "/"})
            assert (refused, body["error"]) == (503, "too many unfinished checks")
            assert await service.ask("GET", "/health") == (503, body)
            site.gate.set()
            for check in checks:
                await service.finished(check)
            await service.accept(site.url + "/")


@in_loop
async def test_more_checks_at_once_than_it_can_hold(tmp_path: Path) -> None:
    """No client slips in between the look at the limit and the acceptance of another."""
    async with Site.started() as site:
        site.pages = {"/": NEVER}
        async with Service.started(tmp_path / "db", checks=2) as service:
            body = {"url": site.url + "/"}
            asking = (service.ask("POST", "/checks", body) for _ in range(20))
            answers = await asyncio.gather(*asking)
            site.gate.set()
    assert Counter(status for status, _ in answers) == {202: 2, 503: 18}


@in_loop
async def test_clients_that_vanish(tmp_path: Path) -> None:
    """A WebSocket's client is gone without a word: not a line about it in the log."""
    async with Site.started() as site:
        site.pages = {"/": html(*FIFTY)} | dict.fromkeys(FIFTY, NEVER)
        async with Service.started(tmp_path / "db", per_host=50) as service:
            check = await service.accept(site.url + "/")
            url = f"{await service.address()}/checks/{check}/progress"
            for writer in [await upgraded(url) for _ in range(20)]:
                await reset(site, writer)
            site.gate.set()
            assert (await service.finished(check))["done"] == 51
            await service.ended(signal.SIGTERM)


@in_loop
async def test_two_instances_on_one_database(tmp_path: Path) -> None:
    """Pages may be asked for twice, but nothing is lost, and neither fails.

    Neither hears of what the other has done, so this asks until all is done.
    """
    async with Site.started() as site:
        site.pages = {"/": html(*FIFTY)}
        async with Service.started(tmp_path / "db") as one:
            await one.address()  # by then the database is made
            async with Service.started(tmp_path / "db") as other:
                for check in [await each.accept(site.url + "/") for each in (one, other)]:
                    report = {"todo": 1}
                    while report["todo"]:
                        _, report = await one.ask("GET", f"/checks/{check}")
                    assert (report["done"], report["broken"]) == (51, 0)
        assert max(site.asked.values()) <= 4  # two checks, each by two instances
