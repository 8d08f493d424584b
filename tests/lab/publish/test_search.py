"""The texts that are searched leave the file that each first page loads."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lab.publish import search
from lab.publish.site import Page, Site
from tests.docs.links import anchors

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


def test_words_that_are_not_toml_are_told_with_their_file_and_line(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "search.toml"
    path.write_text('same = [\n    ["a" "b"],\n]\n', "utf-8")
    monkeypatch.setattr(search, "WORDS", path)
    with pytest.raises(ValueError, match=r"search\.toml: this is not TOML: .*at line 2"):
        search.complete(site)


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
    docs = json.loads(texts.read_text("utf-8"))["docs"]
    assert [entry["text"] for entry in docs] == ["<p>One.</p><p>Two.</p>", "<p>What.</p>", ""]


QUESTION = """<h3 id="q">How do I stop?<a class="headerlink">¶</a></h3>
<p>Call <a href="../../learn/tasks/#stop"><code>cancel</code></a>.</p><h3 id="r">Nothing?</h3>"""


def entries(folder: Path, *locations: str) -> list[dict[str, Any]]:
    """What the search knows of these addresses, in a site that has one question."""
    texts = {"learn/tasks/#stop": "", "learn/tasks/#b": ""}
    docs = [{"location": one, "title": "", "text": texts.get(one, "it")} for one in locations]
    for name, content in {
        "index.html": "",
        f"{search.ANSWERS}index.html": QUESTION,
        search.INDEX: json.dumps({"config": {}, "docs": docs}),
        search.WORKER: "",
    }.items():
        folder.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        folder.joinpath(name).write_text(content, "utf-8")
    search.complete(Site(folder))
    (file,) = folder.joinpath("search").glob("texts-*.json")
    found: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["docs"]
    return found


def test_chapters_come_before_the_api_and_are_found_by_words_of_the_table(tmp_path: Path) -> None:
    chapter, part, last, glossary, api = entries(
        tmp_path,
        "learn/tasks/",
        "learn/tasks/#a",
        "learn/tasks/#where-next",
        "reference/glossary/",
        search.API,
    )
    assert chapter["boost"] == part["boost"] > glossary["boost"] > 10 * api["boost"]
    assert part["boost"] > 2 * last["boost"]
    assert "create_task" in chapter["asked"]
    assert "asked" not in part


def test_a_section_is_found_by_the_question_that_leads_to_it(tmp_path: Path) -> None:
    (section,) = entries(tmp_path, "learn/tasks/#stop")
    assert section["asked"] == ["How do I stop?"]


def test_a_heading_without_a_text_counts_only_if_people_ask_for_it(tmp_path: Path) -> None:
    asked, other, full = entries(tmp_path, "learn/tasks/#stop", "learn/tasks/#b", "learn/tasks/#c")
    assert asked["boost"] == full["boost"] > 2 * other["boost"]


def test_an_entry_for_an_error_is_found_by_its_messages(tmp_path: Path) -> None:
    (error,) = entries(tmp_path, "errors/await/#outside-function")
    assert "'await' outside function" in error["says"]


def test_the_table_names_sections_that_are_there() -> None:
    asked = tomllib.loads(search.WORDS.read_text("utf-8"))["asked"]
    root = Path(search.__file__).parents[2] / "docs"
    for address in asked:
        name, _, anchor = address.partition("#")
        page = root / f"{name.strip('/')}.md"
        if not page.is_file():
            page = root / name / "index.md"
        assert page.is_file(), address
        assert not anchor or anchor in anchors(page), address


def test_it_changes_nothing_the_second_time(site: Site) -> None:
    search.complete(site)
    before = {path: path.read_bytes() for path in site.folder.rglob("*.*")}
    search.complete(site)
    assert {path: path.read_bytes() for path in site.folder.rglob("*.*")} == before


def test_without_a_search_of_this_kind_it_does_nothing(site: Site) -> None:
    (site.folder / search.INDEX).unlink()
    search.complete(site)
    assert config(site) == CONFIG
