"""Without a network, what was read is there, programs run, and builds are never mixed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lab.publish.offline import HEADING, SENTENCE
from tests.browser.chromium import ROOT, START, QuietHandler, Snippet, opened, served

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHAPTER, PROGRAM = "learn/chaining/", "chaining/check_status.py"
OTHER = "learn/coroutines/"
KEPT = """async address => {
    while (!(await caches.match(address))) await new Promise(done => setTimeout(done, 50));
}"""
"""JavaScript: wait until the browser keeps something; nothing tells of it."""

FETCHED = """async build => {
    const registration = await navigator.serviceWorker.ready;
    const has = async () => (await caches.keys()).some(name => name.endsWith(build));
    while (!(await has()) || registration.installing)
        await new Promise(done => setTimeout(done, 50));
}"""
"""JavaScript: wait until a new worker has fetched all that it keeps."""

ONLY = """async build => {
    const ours = async () => (await caches.keys()).filter(name => name.startsWith("lab "));
    while (!(await ours()).every(name => name.endsWith(build)))
        await new Promise(done => setTimeout(done, 50));
}"""
"""JavaScript: wait until a new worker has taken over, and removed what is of the build before."""

HEADINGS = """async addresses => {
    const all = [];
    for (const name of (await caches.keys()).filter(name => name.startsWith("lab ")))
        for (const address of addresses) {
            const found = await caches.match(address, { cacheName: name });
            if (found) all.push([name.split(" ").at(-1), await found.text()]);
        }
    return all;
}"""


class Network(QuietHandler):
    """Serves files until it is taken away."""

    away = False
    failing = ""
    """An address that gets no answer."""
    caching = "no-store"
    """What it tells browsers about keeping what they get."""

    def do_GET(self) -> None:  # noqa: N802 (its base calls it so)
        if Network.away or (Network.failing and Network.failing in self.path):
            self.close_connection = True  # no answer at all
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", self.caching)
        super().end_headers()


class Builds:
    """Two builds of the site, one of which is published below a path.

    Args:
        folder: Empty.
    """

    def __init__(self, folder: Path, address: str) -> None:
        self.address = f"{address}lab/"
        self._folder = folder
        raw = folder / "raw"
        run("mkdocs", "build", "--quiet", "--site-dir", str(raw), address=self.address)
        for name in ("old", "new"):
            build = folder / name
            shutil.copytree(raw, build)
            with build.joinpath("assets/run/page.js").open("a", encoding="utf-8") as script:
                script.write(f"\nwindow.build = '{name}';")
            for page in (CHAPTER, OTHER, ""):
                path = build / page / "index.html"
                text = path.read_text("utf-8").replace("</h1>", f" {name}</h1>")
                path.write_text(text, "utf-8")
            run("lab.publish", str(build), address=self.address)
        folder.joinpath("public").mkdir()

    def hash_of(self, name: str) -> str:
        told = self._folder.joinpath(name, "service-worker.js").read_text("utf-8")
        return told.partition('"id":"')[2].partition('"')[0]

    def publish(self, name: str) -> None:
        link = self._folder / "public/next"
        link.symlink_to(self._folder / name)
        link.replace(self._folder / "public/lab")


def run(*command: str, address: str) -> None:
    environment = {**os.environ, "SITE_URL": address, "NO_MKDOCS_2_WARNING": "1"}
    environment["XDG_CACHE_HOME"] = str(ROOT / ".cache")
    subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, check=True)


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Builds]:
    folder = tmp_path_factory.mktemp("builds")
    with served(folder / "public", Network) as address:
        yield Builds(folder, address)


@pytest.fixture
def reader(browser: Browser, builds: Builds) -> Iterator[Page]:
    """A reader of the old build."""
    Network.away, Network.failing, Network.caching = False, "", "no-store"
    builds.publish("old")
    with opened(browser, builds.address, service_workers="allow") as tab:
        yield tab


def read(tab: Page, address: str) -> None:
    """Read a page, until the browser keeps it."""
    tab.goto(address)
    tab.mouse.wheel(0, 200)
    tab.evaluate(KEPT, tab.url)


def build_of(tab: Page) -> tuple[str, str]:
    """Which build the page is of, and which one its script."""
    tab.wait_for_function("() => window.build", timeout=START)
    heading = tab.locator("h1").first.evaluate("h1 => h1.firstChild.textContent + h1.innerText")
    return ("new" if "new" in heading else "old"), tab.evaluate("window.build")


def run_once(tab: Page) -> None:
    """Run a program, and wait until the browser keeps all that it takes to run any."""
    Snippet(tab, PROGRAM).run()
    built = Path("docs/assets/run")
    for path in [*built.glob("py/*/*"), *built.glob("*-*.js")]:
        if path.name == "twisted.zip":
            continue  # it is kept for those who use it
        address = path.relative_to("docs").as_posix()
        tab.evaluate(KEPT, tab.url.removesuffix(CHAPTER) + address)


def test_what_was_read_is_there_without_a_network(reader: Page) -> None:
    read(reader, CHAPTER)
    colour = "getComputedStyle(document.querySelector('.md-header')).backgroundColor"
    looks = reader.evaluate(colour)
    Network.away = True
    reader.reload()
    assert build_of(reader) == ("old", "old")
    assert reader.evaluate(colour) == looks
    figure = Snippet(reader, PROGRAM)
    expect(figure.button("run")).to_be_visible()
    figure.button("run").click()
    expect(figure.status).to_contain_text("check your connection")
    reader.goto(f"{CHAPTER}?h=word#top")
    assert build_of(reader) == ("old", "old")


@pytest.mark.parametrize("way", ["address", "link"])
def test_a_page_that_was_not_read_is_one_sentence(reader: Page, way: str) -> None:
    read(reader, CHAPTER)
    Network.away = True
    if way == "address":
        reader.goto(OTHER)
    else:
        reader.get_by_role("link", name="Next:").click()
    expect(reader.locator("h1")).to_have_text(HEADING)
    expect(reader.locator("article > p")).to_have_text(SENTENCE)
    reader.wait_for_function("() => window.build === 'old'")
    reader.go_back()
    expect(reader.locator("h1")).not_to_have_text(HEADING)


def test_a_program_runs_without_a_network_after_one_was_run(reader: Page) -> None:
    read(reader, CHAPTER)
    run_once(reader)
    Network.away = True
    reader.reload()
    figure = Snippet(reader, PROGRAM)
    figure.write("import aiohttp, difflib\nprint('offline', aiohttp.__name__)")
    figure.run()
    assert figure.lines() == ["offline aiohttp"]


def let_the_new_worker_take_over(tab: Page) -> None:
    """End the worker before. Chromium waits until it is idle, which takes minutes under a debugger;
    a page that is opened at the moment of the change then waits for ever for its answer.
    """
    debugger = tab.context.new_cdp_session(tab)
    debugger.send("ServiceWorker.enable")
    debugger.send("ServiceWorker.stopAllWorkers")
    debugger.detach()


@pytest.mark.parametrize("caching", ["no-store", "max-age=600"])
def test_a_page_gets_the_scripts_of_its_own_build(
    reader: Page, builds: Builds, caching: str
) -> None:
    Network.caching = caching
    read(reader, "")
    reader.evaluate("caches.open('another site')")
    read(reader, CHAPTER)
    run_once(reader)
    builds.publish("new")
    Network.caching = "no-store"
    reader.goto(OTHER)
    assert build_of(reader) == ("new", "new")
    reader.mouse.wheel(0, 200)
    new = builds.hash_of("new")
    reader.evaluate(FETCHED, new)
    kept = reader.evaluate(HEADINGS, [builds.address, builds.address + CHAPTER])
    assert sorted(build == new for build, _ in kept)[-2:] == [True, True]  # not visited since
    for build, text in kept:
        assert (" new</h1>" in text) == (build == new)
    let_the_new_worker_take_over(reader)
    reader.evaluate(ONLY, new)
    assert "another site" in reader.evaluate("caches.keys()")
    Network.away = True
    for page in ("", CHAPTER):
        reader.goto(page)
        assert build_of(reader) == ("new", "new")
    Snippet(reader, PROGRAM).run()


@pytest.mark.parametrize("away", [False, True], ids=["online", "offline"])
def test_an_open_page_goes_on_under_a_new_worker(reader: Page, builds: Builds, away: bool) -> None:
    """The reader has run a program, and reads on while the site is published anew."""
    read(reader, OTHER)
    read(reader, CHAPTER)
    run_once(reader)
    builds.publish("new")
    new = builds.hash_of("new")
    reader.evaluate("navigator.serviceWorker.ready.then(found => found.update())")
    reader.evaluate(FETCHED, new)
    let_the_new_worker_take_over(reader)
    reader.evaluate(ONLY, new)
    Network.away = away
    assert build_of(reader) == ("old", "old")  # nothing changes while it is read
    Snippet(reader, PROGRAM).run()
    reader.locator(f".md-nav--primary a[href$='{OTHER.removeprefix('learn/')}']").first.click()
    reader.wait_for_function("() => window.build === 'new'")
    assert build_of(reader) == ("new", "new")
    reader.go_back()
    reader.reload()
    assert build_of(reader) == ("new", "new")
    Snippet(reader, PROGRAM).run()


def test_a_new_page_under_an_old_script_is_loaded_anew(reader: Page, builds: Builds) -> None:
    reader.goto(CHAPTER)
    builds.publish("new")
    reader.locator(f".md-nav--primary a[href$='{OTHER.removeprefix('learn/')}']").first.click()
    reader.wait_for_function("() => window.build === 'new'")
    assert build_of(reader) == ("new", "new")
    assert reader.url.endswith(OTHER)


def test_a_build_that_comes_in_part_does_not_replace_the_old(reader: Page, builds: Builds) -> None:
    read(reader, OTHER)
    read(reader, CHAPTER)
    builds.publish("new")
    Network.failing = OTHER
    reader.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready;
            const failed = new Promise(resolve => registration.addEventListener("updatefound",
                () => registration.installing.addEventListener("statechange", resolve)));
            await registration.update();
            await failed;
        }"""
    )
    Network.away = True
    for page in (OTHER, CHAPTER):
        reader.goto(page)
        assert build_of(reader) == ("old", "old")


BLOCKED = {
    "no service workers": "delete Navigator.prototype.serviceWorker;",
    "not allowed": "ServiceWorkerContainer.prototype.register ="
    " () => Promise.reject(new DOMException('no', 'SecurityError'));",
}


@pytest.mark.parametrize("script", BLOCKED.values(), ids=list(BLOCKED))
def test_a_browser_that_keeps_nothing_loses_nothing(
    browser: Browser, builds: Builds, script: str
) -> None:
    builds.publish("old")
    Network.away, Network.failing, Network.caching = False, "", "no-store"
    with opened(browser, builds.address, service_workers="allow") as tab:
        tab.add_init_script(script)
        tab.goto(CHAPTER)
        tab.mouse.wheel(0, 200)
        Snippet(tab, PROGRAM).run()


def test_a_page_that_is_only_opened_fetches_nothing_to_keep(reader: Page) -> None:
    asked: list[str] = []
    reader.context.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    reader.goto(CHAPTER, wait_until="networkidle")
    assert [name for name in asked if name.startswith(("service-worker", "offline"))] == []
