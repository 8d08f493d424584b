"""The site as a whole: MkDocs and Zensical build the same, and it asks nobody else for anything."""

from __future__ import annotations

import hashlib
import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from lab.publish.chapters import read_chapter
from lab.publish.site import Site
from lab.publish.styles import TOGETHER
from lab.snippets.snippet import programs
from tests.browser.chromium import served
from tests.support import demand, made_once

SITE_URL = "https://example.org/lab/"
REPO_URL = "https://example.org/source"
# What a browser fetches by itself.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
LARGEST_PAGE = 400_000
"""The most bytes of HTML that a page may have."""
MINUTES = 15
"""How long a chapter may take to read."""
DRAWN = [Path(".cache/pictures"), Path(".cache/cards")]
TOOLS = pytest.mark.parametrize(
    "tool", ["mkdocs_site", pytest.param("zensical_site", marks=pytest.mark.weekly)]
)
"""Zensical is the way out of MkDocs, if that should end: once a week is enough."""
ELSEWHERE = re.compile(r"(?:https?:)?//(?!example\.org/)")


def build(tool: str, root: Path) -> str:
    """Build and publish a project's site into its folder `site`, and give what was printed."""
    printed = run(root, tool, "build", "--strict")
    if not printed.endswith("exit status 0"):
        return printed
    return printed + run(root, "lab.publish", "site")


def run(root: Path, *module: str) -> str:
    """Run a module in a project, and give what was printed."""
    result = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=root,
        env={
            **os.environ,
            "PYTHONPATH": str(root),
            "SITE_URL": SITE_URL,
            "REPO_URL": REPO_URL,
            "EDIT_URI": f"{REPO_URL}/edit/main/docs/",
            "NO_MKDOCS_2_WARNING": "1",
            # mkdocstrings keeps inventories for a day, by an address that is the same everywhere.
            "XDG_CACHE_HOME": str(root / ".cache"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{result.stdout}{result.stderr}\nexit status {result.returncode}"


def copy_project(to: Path) -> Path:
    """Copy what a site is built from."""
    for name in ["docs", "snippets", "exercises", "lab"]:
        shutil.copytree(name, to / name, ignore=shutil.ignore_patterns("node_modules"))
    shutil.copy("mkdocs.yml", to)
    # Pictures are kept by content: what was drawn for one site need not be drawn for another.
    (to / ".cache").mkdir()
    for folder in DRAWN:
        folder.mkdir(parents=True, exist_ok=True)
        (to / folder).symlink_to(folder.resolve(), target_is_directory=True)
    return to


@pytest.fixture(scope="module")
def mkdocs_site(request: pytest.FixtureRequest) -> Path:
    def make(root: Path) -> None:
        printed = build("mkdocs", copy_project(root))
        assert printed.endswith("exit status 0"), printed
        assert "WARNING" not in printed

    return made_once(request, "mkdocs", make) / "site"


@pytest.fixture(scope="module")
def zensical_site(request: pytest.FixtureRequest) -> Path:
    def make(root: Path) -> None:
        printed = build("zensical", copy_project(root))
        assert printed.endswith("exit status 0"), printed

    return made_once(request, "zensical", make) / "site"


def pages(site: Path) -> dict[str, str]:
    return {
        page.relative_to(site).as_posix(): page.read_text("utf-8")
        for page in sorted(site.rglob("*.html"))
    }


def articles(site: Path) -> dict[str, str]:
    """The pages without what the themes put around them."""
    found = {}
    for name, text in pages(site).items():
        article = re.search(r"<article.*?</article>", text, re.DOTALL)
        if article and name != "404.html":
            found[name] = article[0]
    return found


@pytest.mark.weekly
def test_zensical_builds_the_same_pages(mkdocs_site: Path, zensical_site: Path) -> None:
    assert pages(mkdocs_site).keys() == pages(zensical_site).keys()
    ours, theirs = articles(mkdocs_site), articles(zensical_site)
    assert ours.keys() == theirs.keys()
    for name in ours:
        assert headings(ours[name]) == headings(theirs[name]), name
        assert code_blocks(ours[name]) == code_blocks(theirs[name]), name
    assert links_to_terms(mkdocs_site) == links_to_terms(zensical_site)


@TOOLS
def test_no_page_is_too_large(tool: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(tool)
    sizes = {page.relative_to(site): page.stat().st_size for page in site.rglob("*.html")}
    assert [name for name, size in sizes.items() if size > LARGEST_PAGE] == []


@TOOLS
def test_published_twice_the_site_stays_as_it_is(
    tool: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    site: Path = request.getfixturevalue(tool)
    copy = shutil.copytree(site, tmp_path / "site")  # others read the site meanwhile
    assert run(site.parent, "lab.publish", str(copy)).endswith("exit status 0")
    assert contents(copy) == contents(site)


def contents(site: Path) -> dict[Path, str]:
    """A digest of each file."""
    files = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@TOOLS
def test_links_to_programs_lead_somewhere(tool: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(tool)
    found = 0
    for name, page in articles(site).items():
        folder = (site / name).parent
        for address in re.findall(r'href="?((?:\.\./)*snippets/[\w/]+\.py)', page):
            assert (folder / address).resolve().is_file(), (name, address)
            found += 1
    assert found > 200


def test_each_program_is_in_the_catalogue_with_its_place(mkdocs_site: Path) -> None:
    page = LexborHTMLParser((mkdocs_site / "reference/snippets/index.html").read_text("utf-8"))
    rows = page.css("table.lab-catalogue tbody tr")
    names = [path.relative_to("snippets") for path in programs(Path("snippets"))]
    # The anchors are those of the page that listed modules: links to it still lead to the program.
    anchors = [f"snippets.{'.'.join(path.with_suffix('').parts)}" for path in names]
    assert [row.attributes["id"] for row in rows] == anchors
    for row in rows:
        place = row.css("td a")[0].attributes["href"] or ""
        address, _, anchor = place.partition("#")
        target = mkdocs_site / "reference/snippets" / address / "index.html"
        assert f'id="{anchor}"' in target.read_text("utf-8"), place


@pytest.mark.parametrize(
    "name", ["home/three_at_once.py", "chaining/yield_from.py", "pictures/every_sign.py"]
)
def test_uv_runs_a_program_from_the_site(name: str, mkdocs_site: Path, tmp_path: Path) -> None:
    with served(mkdocs_site) as address:
        result = subprocess.run(
            [sys.executable, "-m", "uv", "run", f"{address}snippets/{name}"],
            cwd=tmp_path,
            env={**os.environ, "UV_PYTHON": sys.executable, "UV_PYTHON_DOWNLOADS": "never"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert result.returncode == 0, result.stderr
    expected = (Path("snippets") / name).with_suffix(".out").read_text("utf-8")
    assert untimed(result.stdout) == untimed(expected)


def untimed(printed: str) -> str:
    """What was printed, without durations: in real time, a busy machine is late."""
    return re.sub(r"\d+\.\d s", "... s", printed)


def test_terms_lead_to_the_glossary(mkdocs_site: Path) -> None:
    terms = links_to_terms(mkdocs_site)
    assert len(terms) > 20
    glossary = (mkdocs_site / "reference/glossary/index.html").read_text("utf-8")
    for _, address, definition, _ in terms:
        page, anchor = address.split("#")
        assert page == "../../reference/glossary/"
        assert f'id="{anchor}"' in glossary
        assert definition


def links_to_terms(site: Path) -> list[tuple[str, str, str, str]]:
    """The links to the glossary: page, address, what it says of the term, text."""
    link = re.compile(
        r"""<a class="?lab-term"? href="?([^" >]*)"? title="([^"]*)">(.*?)</a>""", re.S
    )
    return [
        (name, address, html.unescape(definition), text(words))
        for name, article in articles(site).items()
        for address, definition, words in link.findall(article)
    ]


def headings(article: str) -> list[str]:
    return [text(found) for found in re.findall(r"<h[1-6].*?</h[1-6]>", article, re.DOTALL)]


def code_blocks(article: str) -> list[str]:
    return [text(found) for found in re.findall(r"<pre.*?</pre>", article, re.DOTALL)]


def text(element: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", element)).strip()


def fetched(site: Path) -> Iterator[tuple[str, str]]:
    """The addresses that a browser fetches when it opens a page."""
    for name, page in pages(site).items():
        assert "<template" not in page, "what is in one isn't looked through here"
        for element in LexborHTMLParser(page).css(",".join(FETCHED)):
            if element.attributes.get("rel") not in {"canonical", "next", "prev"}:
                yield name, element.attributes.get(FETCHED[element.tag or ""]) or ""
    for sheet in site.rglob("*.css"):
        for address in re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", sheet.read_text("utf-8")):
            yield sheet.name, "".join(address).strip("\"'")


def test_no_page_asks_another_host_for_anything(mkdocs_site: Path) -> None:
    assert [found for found in fetched(mkdocs_site) if ELSEWHERE.match(found[1])] == []
    # This part of Material asks a forge for the number of stars, from the reader's browser.
    assert not any('data-md-component="source"' in page for page in pages(mkdocs_site).values())


def test_copy_button_copies_the_whole_file(mkdocs_site: Path) -> None:
    for page in articles(mkdocs_site).values():
        for file, copied in re.findall(r'data-snippet="([^"]+\.py)" data-copy="([^"]*)"', page):
            path = Path("snippets") / file
            if file.startswith("exercises/"):
                path = Path(file).with_suffix("") / "starter.py"
            assert html.unescape(copied) == path.read_text("utf-8"), file


def test_reader_can_edit_pages_and_snippets(mkdocs_site: Path) -> None:
    page = pages(mkdocs_site)["index.html"]
    assert f'href="{REPO_URL}/edit/main/docs/index.md"' in page
    assert f'href="{REPO_URL}/edit/main/snippets/home/three_at_once.py"' in page


def test_strict_build_finds_mistakes(tmp_path: Path) -> None:
    root = copy_project(tmp_path)
    for name in ["learn", "reference/lab"]:
        shutil.rmtree(root / "docs" / name)  # enough is left to be built
    wrong = root / "docs" / "wrong.md"
    wrong.write_text(
        "# Wrong\n\n[a link](nowhere.md) [an anchor](index.md#nowhere)\n\n"
        "[asyncio.TaskGruop][]\n\n```snippet\nhome/tree_at_once.py\n```\n\n"
        "```snippet\nhome/broken.py timeline\n```\n\n```snippet\nhome/three_at_once.py\n",
        "utf-8",
    )
    broken = '"""A broken program."""\n\nprint(nothing)\n'
    (root / "snippets/home/broken.py").write_text(broken, "utf-8")
    printed = build("mkdocs", root)
    assert "exit status 1" in printed
    for message in [
        "'wrong.md' contains a link 'nowhere.md'",
        "'wrong.md' contains a link 'index.md#nowhere'",
        "wrong.md: Could not find cross-reference target 'asyncio.TaskGruop'",
        "docs/wrong.md:8: there is no file snippets/home/tree_at_once.py;"
        " did you mean home/three_at_once.py?",
        "docs/wrong.md:12: snippets/home/broken.py:3: its timeline can't be drawn: exit status 1,"
        " expected 0 (NameError: name 'nothing' is not defined)",
        "docs/wrong.md:16: write ```snippet alone on its line, and ``` alone on the line",
        "The following pages exist in the docs directory, but are not included",
    ]:
        assert message in printed
    shown = (root / "site/wrong/index.html").read_text("utf-8")
    assert shown.count("is not shown") == 3
    assert "<svg" in (root / "site/index.html").read_text("utf-8")


def test_each_chapter_is_read_in_a_quarter_of_an_hour(mkdocs_site: Path) -> None:
    chapters = [found for page in Site(mkdocs_site).pages() if (found := read_chapter(page))]
    assert chapters
    demand(
        lambda: (
            f"docs/{chapter.address.rstrip('/')}.md:1: takes {chapter.minutes} minutes to read:"
            f" split it, or move a part to where it belongs ({MINUTES} at most)"
            for chapter in chapters
            if chapter.minutes > MINUTES
        )
    )


@TOOLS
def test_the_page_for_lost_readers_helps_them(tool: str, request: pytest.FixtureRequest) -> None:
    site: Path = request.getfixturevalue(tool)
    page = LexborHTMLParser((site / "404.html").read_text("utf-8"))
    (skip,) = page.css("a.md-skip")
    assert page.css_first(f"[id='{(skip.attributes['href'] or '').removeprefix('#')}']") is not None
    (tell,) = [link for link in page.css("article a") if "tell us" in link.text()]
    assert tell.attributes["href"] == f"{REPO_URL}/issues/new/choose"


@TOOLS
def test_both_builders_have_the_look_that_the_style_sheet_is_for(
    tool: str, request: pytest.FixtureRequest
) -> None:
    site: Path = request.getfixturevalue(tool)

    def squeezed(path: Path) -> str:
        return "".join(path.read_text("utf-8").split())

    # All style sheets are one, with other white space; the beginning of each is in it.
    style = squeezed(Site(site).find(TOGETHER))
    sheets = [
        path.relative_to(site).as_posix()
        for path in site.glob("assets/stylesheets/**/*main*.css")
        if squeezed(path)[:2000] in style
    ]
    assert sheets
    assert not any("modern" in sheet for sheet in sheets)
    notes = LexborHTMLParser((site / "learn/event-loop/index.html").read_text("utf-8"))
    assert notes.css_first("details.deeper > summary") is not None
