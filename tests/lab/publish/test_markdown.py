"""Each page has a copy in Markdown, and `llms.txt` lists them in reading order."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.pages import places
from lab.publish import markdown
from lab.publish.site import Page, Site
from tests.lab.publish.conftest import ADDRESS, Build, contents, put


@pytest.fixture
def site(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setattr(places, "DOCS", tmp_path / "docs")
    for name in ["index", "learn/tasks", "learn/coroutines"]:
        put(tmp_path / "docs" / f"{name}.md", f"# {name}\n")
    put(tmp_path / "docs/learn/api.md", "# API\n\n::: lab.loop\n")
    site = build(tasks="Tasks", coroutines="Coroutines", api="API", other="Without a source")
    for name, following in {
        "index.html": "learn/tasks/",
        "learn/tasks/index.html": "../api/",
    }.items():
        page = Page(site.folder / name, site.folder)
        page.add_to_head("link", rel="next", href=following)
        page.save()
    return site


def test_pages_with_a_source_have_a_copy_that_their_head_names(site: Site) -> None:
    markdown.complete(site)
    copies = sorted(path.relative_to(site.folder).as_posix() for path in site.folder.rglob("*.md"))
    assert copies == ["index.md", "learn/coroutines/index.md", "learn/tasks/index.md"]
    page = Page(site.folder / "learn/tasks/index.html", site.folder)
    (link,) = page.html.css('head > link[rel~=alternate][type="text/markdown"]')
    assert link.attributes["href"] == "index.md"


def test_the_list_has_them_in_the_order_in_which_they_are_read(site: Site) -> None:
    markdown.complete(site)
    assert site.folder.joinpath("llms.txt").read_text("utf-8") == (
        "# The Lab\n\n> Index. What index is & isn't.\n\n## Learn\n\n"
        f"- [Tasks]({ADDRESS}learn/tasks/index.md): What tasks is & isn't.\n"
        f"- [Coroutines]({ADDRESS}learn/coroutines/index.md): What coroutines is & isn't.\n"
    )


def test_it_changes_nothing_the_second_time(site: Site) -> None:
    markdown.complete(site)
    before = contents(site)
    markdown.complete(site)
    assert contents(site) == before
