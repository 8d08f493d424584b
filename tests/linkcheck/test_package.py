"""The parts of the link checker, one by one, and its command line."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import RawTestServer
from linkcheck import fetch, watch
from linkcheck.checker import Checker
from linkcheck.config import Settings
from linkcheck.fetch import Fetcher, Outcome
from linkcheck.limits import Limits
from linkcheck.links import Link, Page, read_page
from linkcheck.service import opened
from linkcheck.store import Broken, Job, Progress, Store

from tests.linkcheck.process import Service, Site, behind_the_gate, html, in_loop

MODULES = sorted(Path("snippets/linkcheck").glob("*.py"))


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "linkcheck", *arguments],
        cwd="snippets",
        env={**os.environ, "COLUMNS": "72", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_is_small() -> None:
    lines = [len(path.read_text("utf-8").splitlines()) for path in MODULES]
    assert max(lines) <= 145
    assert sum(lines) <= 1200


def test_help_names_each_setting_with_its_default() -> None:
    found = command("serve", "--help").stdout
    assert "--per-host int        requests at once to one host (10)" in found
    assert "--stop-within float   seconds from SIGTERM to exit (10.0)" in found
    assert "(7)" in command("serve", "--help", LINKCHECK_PER_HOST="7").stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "message"),
    [
        (["--per-host=many"], {}, "argument --per-host: invalid int value: 'many'"),
        ([], {"LINKCHECK_TIMEOUT": "soon"}, "argument --timeout: invalid float value: 'soon'"),
        (["--at-once=0"], {}, "at_once must be at least 1"),
        (["--timeout=nan"], {}, "timeout must be at least 0.01"),
        (["--timeout=inf"], {}, "timeout must be at most 1000000000.0"),
        (["--port=70000"], {}, "port must be at most 65535"),
        ([], {"LINKCHECK_PERHOST": "7"}, "LINKCHECK_PERHOST: there is no such setting"),
        (["--database=no/such/folder/db"], {}, "no/such/folder/db: unable to open database file"),
        (["--database=linkcheck/log.py"], {}, "linkcheck/log.py: file is not a database"),
        (["--host=192.0.2.1"], {}, "192.0.2.1, port 8080: "),  # no machine has it
        (["--others=maybe"], {}, "others must be check or skip"),
    ],
)
def test_a_wrong_setting_is_named(
    arguments: list[str], environment: dict[str, str], message: str
) -> None:
    found = command("serve", *arguments, LINKCHECK_DATABASE=":memory:", **environment)
    assert found.returncode == 2
    assert message in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("site", ["no/such/folder", "example.org", "ftp://host/", "http://"])
def test_what_is_no_site_is_refused(site: str) -> None:
    found = command("check", site)
    assert found.returncode == 2
    assert f"error: {site}: neither a folder nor an address\n" in found.stderr


def test_a_check_has_no_options_of_the_service() -> None:
    assert not {"--port", "--stop-within"} & set(command("check", "--help").stdout.split())
    assert "unrecognized arguments: --port" in command("check", "http://x/", "--port=1").stderr


@pytest.mark.parametrize("times", [1, 2])
@in_loop
async def test_ctrl_c_ends_a_check_at_once_and_quietly(times: int) -> None:
    """Its workers end before what they use is closed."""
    async with Site.started() as site:
        slow = [f"/slow/{number}" for number in range(10)]
        site.pages = {"/": html(*slow)} | dict.fromkeys(slow, behind_the_gate(html()))
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "error", "-m", "linkcheck", "check", site.url + "/"),
            cwd="snippets",
            stderr=subprocess.PIPE,
        )
        await site.has(10)
        for _ in range(times):
            process.send_signal(signal.SIGINT)
        _, errors = await process.communicate()
    assert (process.returncode, errors) == (130, b"")


def folder(path: Path, *links: str) -> Path:
    """A small site in a folder."""
    path.mkdir()
    anchors = "".join(f'<a href="{link}">link</a>' for link in links)
    (path / "index.html").write_text(f"<h1 id=home>Home</h1>{anchors}", "utf-8")
    (path / "notes").mkdir()
    (path / "notes/index.html").write_text("<h1 id='first'>Notes</h1><a href='../'>up</a>", "utf-8")
    (path / "data.txt").touch()
    return path


GOOD = ["notes/", "notes/#first", "#home", "#", "#top", "data.txt", "data.txt#any", "mailto:me@x",
        "notes/#program=a/b", "http://elsewhere.invalid/"]  # fmt: skip


def test_a_folder_without_broken_links(tmp_path: Path) -> None:
    found = command("check", str(folder(tmp_path / "site", *GOOD)), "--others=skip")
    assert (found.returncode, found.stdout) == (0, "pages: 3, broken links: 0\n")
    assert not (Path("snippets") / "linkcheck.db").exists()


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        ("gone/", "start page: gone/: 404 Not Found"),
        ("notes", "start page: notes: 404 Not Found"),
        ("gone.png", "start page: gone.png: 404 Not Found"),
        ("../../secret", "start page: secret: 404 Not Found"),
        ("notes/#second", "start page: notes/#second: no such anchor"),
        ("#nowhere", "start page: #nowhere: no such anchor"),
        ("http://[", "start page: http://[: InvalidUrlClientError: http://["),
    ],
)
def test_a_planted_broken_link_is_found(tmp_path: Path, planted: str, said: str) -> None:
    """What `make links` does for the site that this repository builds."""
    (tmp_path / "secret").touch()
    found = command("check", str(folder(tmp_path / "site", *GOOD, planted)), "--others=skip")
    assert found.returncode == 1
    assert said in found.stdout
    assert found.stdout.endswith("broken links: 1\n")


def test_make_links_checks_the_site_that_is_built() -> None:
    recipe = Path("Makefile").read_text("utf-8").split("$(call done,links): site/index.html\n")[1]
    assert recipe.split("\n")[0].endswith("-m linkcheck check ../site --others skip")
    assert "make links" in Path(".ci/run").read_text("utf-8")


@in_loop
async def test_an_address_that_cannot_be_asked_for(tmp_path: Path) -> None:
    async with Service.started(tmp_path / "db") as service:
        for url in ("", "ftp://host/", "javascript:alert(1)", "http://", None, 3):
            status, body = await service.ask("POST", "/checks", {"url": url})
            assert (status, body) == (400, {"error": 'send {"url": "https://..."}'})
        for wrong in ("no json object", ["list"], None):
            assert (await service.ask("POST", "/checks", wrong))[0] == 400
        assert (await service.ask("GET", "/checks/99"))[0] == 404
        assert (await service.ask("GET", "/elsewhere"))[0] == 404


@in_loop
async def test_each_line_about_a_check_has_the_id_of_its_request(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": html("/next")}
        async with Service.started(tmp_path / "db") as service:
            await service.finished(await service.accept(site.url + "/"))
            await service.said("/next: ok")
            about = [line for line in service.log if site.url in line["message"]]
            (accepted,) = (line for line in service.log if "POST /checks: 202" in line["message"])
    assert len(about) == 2
    assert {line["request"] for line in about} == {accepted["request"]} != {"-"}


@in_loop
async def test_the_id_that_a_proxy_gave_is_kept(tmp_path: Path) -> None:
    ids = {"6f1c": True, "550e8400-e29b-41d4-a716-446655440000": True, "a b": False, "-": False}
    async with Service.started(tmp_path / "db") as service, ClientSession() as session:
        url = await service.address() + "/health"
        for given, kept in ids.items():
            async with session.get(url, headers={"X-Request-ID": given}) as resp:
                assert (resp.headers["X-Request-ID"] == given) == kept, given


@in_loop
async def test_a_site_knows_one_check_from_another_by_no_cookie() -> None:
    sent = []

    async def page(request: web.BaseRequest) -> web.Response:
        sent.append(dict(request.cookies))
        return web.Response(headers={"Set-Cookie": "who=me"})

    settings = Settings(database=":memory:")
    async with RawTestServer(page) as site, opened(settings) as (_, checker):
        for _ in range(2):
            await checker._fetcher.fetch(f"http://localhost:{site.port}/", read=True)
    assert sent == [{}, {}]


@in_loop
async def test_what_is_found_outlives_a_restart(tmp_path: Path) -> None:
    async with Site.started() as site:
        site.pages = {"/": html("/next#no"), "/next": html(status="404 Not Found")}
        async with Service.started(tmp_path / "db") as service:
            check = await service.accept(site.url + "/")
            before = await service.finished(check)
        async with Service.started(tmp_path / "db") as service:
            after = await service.finished(check)
    assert before == after
    assert (after["done"], after["broken"], site.asked["/"]) == (2, 1, 1)


@in_loop
async def test_a_page_is_saved_whole_or_not_at_all(tmp_path: Path) -> None:
    async with Store(str(tmp_path / "db")) as store:
        check = await store.add("http://x/", "-")
        (job,) = await store.todo(0, 9)
        unsuited = cast(Any, [])
        links = (Link("http://x/a"), Link(unsuited))
        outcome = Outcome("", Page(links, frozenset({"top"})))
        with pytest.raises(Exception, match="type 'list' is not supported"):
            await store.save(job, outcome)
        assert await store.progress(check) == Progress(0, 1, 0)
        assert await store.todo(0, 9) == [job]


@in_loop
async def test_a_mistake_of_ours_costs_one_page() -> None:
    class Mistaken:
        async def fetch(self, url: str, read: bool) -> Outcome:
            if url.endswith("1"):
                raise ZeroDivisionError
            return Outcome()

    async with Store(":memory:") as store:
        fetcher = cast(Fetcher, Mistaken())
        checker = Checker(store, fetcher, Settings(), asyncio.Event())
        work = asyncio.create_task(checker.run())
        for url in ("http://x/1", "http://x/2"):
            check = await checker.add(url)
            assert [progress async for progress in checker.progress(check)][-1].todo == 0
        assert await store.broken(1) == [Broken("", "http://x/1", "not checked: see the log")]
        assert await store.broken(2) == []
        checker.drain()
        await work


@in_loop
async def test_a_client_that_does_not_read_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """A `send` that never returns stands for buffers that are full: here they hold megabytes."""

    class Full:
        async def send_json(self, _: object) -> None:
            await asyncio.get_running_loop().create_future()

    cut: list[bool] = []
    monkeypatch.setattr(watch, "SEND_WITHIN", 0.01)
    async with Store(":memory:") as store:
        checker = Checker(store, cast(Fetcher, None), Settings(), asyncio.Event())
        check = await checker.add("http://x/")
        transport = SimpleNamespace(abort=lambda: cut.append(True))
        request = SimpleNamespace(app={watch.CHECKER: checker}, transport=transport)
        await watch.send(cast(Any, Full()), cast(Any, request), check)
    assert cut == [True]


def test_links_and_anchors() -> None:
    page = read_page(
        "http://x/a/b.html?q",
        """<base href="/c/"><a href="d#e">1</a><a href=" d ">2</a><img src="f.png"><p id="g">
        <a name="h"><a href="HTTP://X/i?j=1&amp;k"><a href="data:x"><a href=""><a href="l%20m">""",
    )
    assert page.anchors == {"g", "h"}
    assert page.links == (
        Link("http://x/c/d", "e"),
        Link("http://x/c/d"),
        Link("http://x/c/f.png"),
        Link("http://x/i?j=1&k"),
        Link("http://x/c/l%20m"),
    )


def test_retry_after_is_seconds_or_a_date() -> None:
    def seconds(value: str) -> float:
        return fetch.retry_after(cast(Any, SimpleNamespace(headers={"Retry-After": value})))

    soon = datetime.now(UTC) + timedelta(hours=1)
    assert seconds("7") == 7
    assert 3500 < seconds(format_datetime(soon, usegmt=True)) <= 3600
    assert seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0
    assert seconds("soon") == seconds("-1") == 0
    assert seconds("Fri, 27 Nov 2026 12:01:30 +" + "9" * 30) == 0


@in_loop
async def test_a_host_that_nobody_waits_for_is_forgotten() -> None:
    limits = Limits(2, 1, asyncio.Event())
    for number in range(100):
        limits.pause(f"host {number}", 0)
        async with limits.slot(f"host {number}"):
            assert len(limits._hosts) == 1
    assert not limits._hosts
    assert not limits._paused_until


@in_loop
async def test_the_store_keeps_the_order_in_which_pages_were_found() -> None:
    async with Store(":memory:") as store:
        checks = [await store.add(f"http://x/{number}", str(number)) for number in range(3)]
        jobs = await store.todo(1, 2)
        assert [job.check_id for job in jobs] == checks[1:]
        assert jobs[0] == Job(2, 2, "http://x/1", "http://x/1", "1")
        assert await store.unfinished() == 3
