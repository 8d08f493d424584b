"""Chapters are numbered by part, say how long they take, and are listed in My progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.publish import chapters
from lab.publish.site import Page, Site

NAV = """
<nav class="md-nav--primary"><ul>
<li><a class="md-nav__link" href="{root}">Home</a></li>
<li><ul><li><a class="md-nav__link" href="{root}learn/why/">Why</a></li>
<li><a class="md-nav__link" href="{root}learn/tasks/">Tasks</a><a class="md-nav__link" href="#a">A
</a></li></ul></li>
<li><ul><li><a class="md-nav__link" href="{root}reference/glossary/">Words</a></li></ul></li>
<li><ul><li><a class="md-nav__link" href="{root}learn/own/">Own</a></li></ul></li>
</ul></nav>
"""
TASKS = """
<article><h1>Tasks &amp; more<a class="headerlink">#</a></h1><p>{words}</p>
<figure class="lab-snippet" data-snippet="tasks/a.py"><p>not counted</p>
<div class="highlight"><pre><code>{lines}</code></pre></div><div class="lab-predict"></div></figure>
<details class="lab-folded"><summary></summary><figure class="lab-snippet"
data-snippet="tasks/b.py"><div class="highlight"><code>{lines}</code></div></figure></details>
<figure class="lab-snippet lab-exercise" data-snippet="exercises/tasks/x.py">
<details class="lab-solution"><div class="highlight"><code>{lines}</code></div></details></figure>
</article>
"""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    tasks = TASKS.format(words="word " * 470, lines="x = 1\n\n" * 48)
    for name, content in {
        "index.html": '<article>home <i class="lab-total">some</i>',
        "progress/index.html": '<article><div class="lab-progress"></div>',
        "learn/why/index.html": "<article><h1>Why</h1>word",
        "learn/tasks/index.html": tasks,
        "learn/own/index.html": "<article><h1>Own</h1>word",
        "404.html": "<article>lost",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        root = "/lab/" if name == "404.html" else "../" * name.count("/") or "./"
        path.write_text(NAV.format(root=root) + content)
    site = Site(tmp_path)
    chapters.complete(site)
    return site


def page(site: Site, name: str) -> Page:
    return Page(site.folder / name, site.folder)


@pytest.mark.parametrize("name", ["index.html", "learn/tasks/index.html", "404.html"])
def test_links_of_the_sidebar_are_numbered_by_part(site: Site, name: str) -> None:
    links = page(site, name).html.css("[data-chapter]")
    assert [(link.text(), link.attributes["data-chapter"]) for link in links] == [
        ("Why", "1.1"),
        ("Tasks", "1.2"),
        ("Own", "2.1"),
    ]


def test_a_chapter_says_below_its_heading_how_long_it_takes(site: Site) -> None:
    line = page(site, "learn/tasks/index.html").html.css_first("h1 + .lab-about")
    assert line
    # 480 words take two minutes, and 48 lines of code, as 240 words, one.
    assert line.text() == "Chapter 1.2 · about 3 minutes to read · 1 exercise"
    line = page(site, "learn/own/index.html").html.css_first("h1 + .lab-about")
    assert line
    assert line.text() == "Chapter 2.1 · about 1 minute to read"


def test_home_says_how_long_all_of_it_takes(site: Site) -> None:
    total = page(site, "index.html").html.css_first(".lab-total")
    assert total
    assert total.text() == "3 chapters, about 1 hour of reading, 1 exercise."


def test_progress_lists_chapters_with_what_can_be_done_in_them(site: Site) -> None:
    rows = page(site, "progress/index.html").html.css(".lab-progress tbody tr")
    assert [row.text(separator="|").split("|") for row in rows] == [
        ["1.1 ", "Why", "1 min"],
        ["1.2 ", "Tasks & more", "3 min", "1", "1"],
        ["2.1 ", "Own", "1 min"],
    ]
    link = rows[1].css_first("a")
    assert link
    assert link.attributes["href"] == "../learn/tasks/"
    kept = [
        (cell.attributes["data-kept"], cell.attributes["data-names"])
        for cell in rows[1].css("td[data-kept]")
    ]
    assert kept == [
        ("read", "learn/tasks/"),
        ("solved", "exercises/tasks/x.py"),
        ("predicted", "tasks/a.py"),
    ]


def test_it_changes_nothing_the_second_time(site: Site) -> None:
    before = {path: path.read_bytes() for path in site.folder.rglob("*.html")}
    chapters.complete(site)
    assert {path: path.read_bytes() for path in site.folder.rglob("*.html")} == before
