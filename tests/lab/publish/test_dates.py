"""A page says when its text or a program on it was changed, if git's history is there."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab.publish import dates, feed
from lab.publish.site import Page, Site
from tests.lab.publish.conftest import ADDRESS, Build, contents, put

FIGURE = '<figure class="lab-snippet" data-snippet="tasks/first.py"></figure>'
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site whose sources are in a repository: two pages, one of them with a program."""
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet")
    for day, file in [
        ("2026-01-02", "docs/learn/tasks.md"),
        ("2026-03-04", "snippets/tasks/first.py"),
        ("2026-02-03", "docs/learn/queues.md"),
    ]:
        put(tmp_path / file, day)
        git(tmp_path, "add", file)
        git(tmp_path, "commit", "--quiet", "--message", f"Change {file}", day=day)
    return build(tasks=f"<p>a</p><pre>\n\n1</pre>{FIGURE}", queues="<p>b</p>", new="<p>c</p>")


def git(folder: Path, *arguments: str, day: str = "2026-01-01") -> None:
    who = {"NAME": "a", "EMAIL": "a@example.org", "DATE": f"{day}T12:00:00+02:00"}
    known = {f"GIT_{of}_{key}": who[key] for of in ["AUTHOR", "COMMITTER"] for key in who}
    subprocess.run(
        ["git", *arguments],  # noqa: S607 - wherever this machine has it
        cwd=folder,
        env={**os.environ, **known},
        check=True,
    )


def said(site: Site, name: str) -> list[str]:
    page = Page(site.folder / f"learn/{name}/index.html", site.folder)
    return [line.text() for line in page.html.css("article > .lab-revised")]


def test_the_newest_change_of_text_and_programs_counts(site: Site) -> None:
    dates.complete(site)
    assert said(site, "tasks") == ["Last changed on 4 March 2026"]
    assert said(site, "queues") == ["Last changed on 3 February 2026"]
    assert said(site, "new") == []  # not committed yet


def test_the_feed_has_the_changed_pages_and_the_newest_first(site: Site) -> None:
    feed.complete(site)
    root = ElementTree.fromstring(site.folder.joinpath("feed.xml").read_bytes())  # noqa: S314 - ours
    entries = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Tasks", "Queues"]
    assert entries[0].findtext(f"{ATOM}id") == f"{ADDRESS}learn/tasks/"
    updated = root.findtext(f"{ATOM}updated") or ""  # newer versions of Git write Z for +00:00
    assert datetime.fromisoformat(updated) == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert "Change snippets/tasks/first.py" in (entries[0].findtext(f"{ATOM}summary") or "")
    page = Page(site.folder / "learn/queues/index.html", site.folder)
    (link,) = page.html.css('link[type="application/atom+xml"]')
    assert link.attributes["href"] == "../../feed.xml"


def test_the_map_has_every_page_at_its_canonical_address(site: Site) -> None:
    site.write("sitemap.xml.gz", b"old")
    feed.complete(site)
    text = site.folder.joinpath("sitemap.xml").read_text("utf-8")
    places = ["", "learn/new/", "learn/queues/", "learn/tasks/"]
    assert text.count("<loc>") == len(places)
    assert all(f"<loc>{ADDRESS}{place}</loc>" in text for place in places)
    assert text.count("<lastmod>") == 2
    assert not site.folder.joinpath("sitemap.xml.gz").exists()
    robots = site.folder.joinpath("robots.txt").read_text("utf-8")
    assert f"Sitemap: {ADDRESS}sitemap.xml\n" in robots


def test_they_change_nothing_the_second_time(site: Site) -> None:
    dates.complete(site)
    feed.complete(site)
    before = contents(site)
    dates.complete(site)
    feed.complete(site)
    assert contents(site) == before


@pytest.mark.parametrize("missing", ["git", "repository", "commits", "history"])
def test_without_the_history_there_are_no_dates_and_that_is_said_once(
    missing: str,
    site: Site,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "elsewhere"
    if missing == "git":
        monkeypatch.setenv("PATH", "")
    elif missing == "history":
        git(tmp_path, "clone", "--quiet", "--depth", "1", tmp_path.as_uri(), str(folder))
        monkeypatch.chdir(folder)
    else:
        put(folder / "docs/learn/tasks.md", "")
        monkeypatch.chdir(folder)
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
        if missing == "commits":
            git(folder, "init", "--quiet")
    dates.complete(site)
    feed.complete(site)
    assert said(site, "tasks") == []
    assert not site.folder.joinpath("feed.xml").exists()
    assert site.folder.joinpath("sitemap.xml").is_file()
    (line,) = capfd.readouterr().err.splitlines()
    assert line.startswith("no page says when it was changed: ")
