"""Who follows an old link gets to the page that moved."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from lab.publish import feed, redirects
from lab.publish.site import Page
from tests.lab.publish.conftest import ADDRESS, Build, contents

DOCS = Path("docs").resolve()


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "redirects.toml"
    monkeypatch.setattr(redirects, "TABLE", path)
    return path


def test_the_old_address_leads_to_the_new_one_under_a_sub_path(build: Build, table: Path) -> None:
    table.write_text('"old/jobs/" = "learn/tasks/#start"\n', "utf-8")
    site = build(tasks='<h2 id="start">Start</h2>')
    redirects.complete(site)
    page = Page(site.folder / "old/jobs/index.html", site.folder)
    way = "../../learn/tasks/#start"
    refresh = page.html.css_first("meta[http-equiv=refresh]")
    assert refresh
    assert refresh.attributes["content"] == f"0; url={way}"
    assert [link.attributes["href"] for link in page.html.css("a")] == [way]
    (canonical,) = page.html.css("link[rel=canonical]")
    assert canonical.attributes["href"] == f"{ADDRESS}learn/tasks/"
    assert page.resolve(way) == "learn/tasks/#start"


def test_such_a_page_is_not_listed_and_not_completed(build: Build, table: Path) -> None:
    table.write_text('"old/" = "learn/tasks/"\n', "utf-8")
    site = build(tasks="Tasks")
    redirects.complete(site)
    before = contents(site)
    redirects.complete(site)
    assert contents(site) == before
    feed.complete(site)
    assert "/old/" not in site.folder.joinpath("sitemap.xml").read_text("utf-8")
    assert contents(site)["old/index.html"] == before["old/index.html"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('"old/" = "learn/jobs/"', "no page is at the new address"),
        ('"old/" = "learn/tasks/#stop"', "the new page has no such anchor"),
        ('"learn/tasks/" = "learn/queues/"', "a page is still at the old address"),
        ('"old" = "learn/tasks/"', "with / at the end"),
    ],
)
def test_a_wrong_line_is_told(line: str, problem: str, build: Build, table: Path) -> None:
    table.write_text(line, "utf-8")
    site = build(tasks='<h2 id="start">Start</h2>', queues="Queues")
    with pytest.raises(ValueError, match=problem):
        redirects.complete(site)


def test_the_sites_own_table_leads_to_pages() -> None:
    for old, new in tomllib.loads(redirects.TABLE.read_text("utf-8")).items():
        assert not DOCS.joinpath(f"{old.rstrip('/')}.md").exists(), old
        assert DOCS.joinpath(f"{new.partition('#')[0].rstrip('/')}.md").is_file(), new
