"""The texts that are searched leave the file that each first page loads."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from lab.publish import search
from lab.publish.site import Page, Site

CONFIG = {
    "base": "../..",
    "search": "../../assets/javascripts/workers/search.0a.min.js",
    "a": "<&>",
}
DOCS = [
    {"location": "learn/tasks/#a", "title": "A", "text": "<p>One.</p><p>Two.</p>"},
    {"location": "reference/lab/loop/#lab.x", "title": "x", "text": "<p>What.</p><p>How.</p>"},
    {"location": "reference/lab/loop/#lab.y", "title": "y", "text": ""},
]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    page = (
        f'<!doctype html><body><script id="__config" type="application/json">{json.dumps(CONFIG)}'
    )
    for name, content in {
        "index.html": "<p>a page without search",
        "learn/tasks/index.html": f"{page}</script><p>on",
        search.INDEX: json.dumps({"config": {"lang": ["en"]}, "docs": DOCS}),
        search.WORKER: "",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return Site(tmp_path)


def config(site: Site) -> object:
    page = Page(site.folder / "learn/tasks/index.html", site.folder)
    script = page.html.css_first("script#__config")
    assert script
    return json.loads(script.text())


def test_texts_move_to_a_file_that_the_worker_is_told_of(site: Site) -> None:
    search.complete(site)
    index = json.loads((site.folder / search.INDEX).read_text("utf-8"))
    assert index["docs"] == []
    assert index["config"]["lang"] == ["en"]
    (texts,) = (site.folder / "search").glob("texts-*.json")
    (worker,) = (site.folder / "assets/run").glob("search-*.js")
    assert config(site) == {
        **CONFIG,
        "search": f"../../assets/run/{worker.name}?worker=search.0a.min.js&texts={texts.name}",
    }


def test_of_the_api_only_first_paragraphs_are_searched(site: Site) -> None:
    search.complete(site)
    (texts,) = (site.folder / "search").glob("texts-*.json")
    docs = json.loads(texts.read_text("utf-8"))
    assert [entry["text"] for entry in docs] == ["<p>One.</p><p>Two.</p>", "<p>What.</p>", ""]


def test_chapters_come_before_the_api_and_are_found_by_words_of_the_table(tmp_path: Path) -> None:
    docs = [
        {"location": location, "title": "", "text": ""}
        for location in ["learn/tasks/", "learn/tasks/#a", "reference/glossary/", search.API]
    ]
    for name, content in {
        "index.html": "",
        search.INDEX: json.dumps({"config": {}, "docs": docs}),
        search.WORKER: "",
    }.items():
        tmp_path.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        tmp_path.joinpath(name).write_text(content, "utf-8")
    search.complete(Site(tmp_path))
    (texts,) = tmp_path.joinpath("search").glob("texts-*.json")
    chapter, part, glossary, api = json.loads(texts.read_text("utf-8"))
    assert chapter["boost"] == part["boost"] > glossary["boost"] > 1000 * api["boost"]
    assert "create_task" in chapter["tags"]
    assert "tags" not in part


def test_the_table_names_pages_that_are_there() -> None:
    pages = tomllib.loads(search.WORDS.read_text("utf-8"))
    root = Path(search.__file__).parents[2] / "docs"
    assert [page for page in pages if not (root / f"{page.strip('/')}.md").is_file()] == []


def test_it_changes_nothing_the_second_time(site: Site) -> None:
    search.complete(site)
    before = {path: path.read_bytes() for path in site.folder.rglob("*.*")}
    search.complete(site)
    assert {path: path.read_bytes() for path in site.folder.rglob("*.*")} == before


def test_without_a_search_of_this_kind_it_does_nothing(site: Site) -> None:
    (site.folder / search.INDEX).unlink()
    search.complete(site)
    assert config(site) == CONFIG
