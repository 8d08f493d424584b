"""Material's search finds the same in a page as in what is left of it."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from markdown import markdown
from mkdocs.config import load_config

from lab.pages.searched import PLUGIN, read_less, searched
from tests.docs.pages import without_front_matter

Plugin: TypeAlias = Any  # Material gives no types
PICTURE = '<figure class="lab-timeline" data-search-exclude>{}</figure>'
DRAWN = '<div><noscript><svg><g id="a"><text>A task</text><path d="M0"/></g></svg></noscript></div>'
CODE = (
    '<pre><span></span><code><span class="k">await</span> <span class="n">x</span>\n{}</code></pre>'
)
PAGE = f'<h1 id="one">One</h1><p>a <em>b</em></p>{{}}<h2 id="two">Two</h2>{CODE}<p>c</p>'


@pytest.fixture(autouse=True)
def plugin(monkeypatch: pytest.MonkeyPatch) -> Plugin:
    plugin = importlib.import_module(PLUGIN)
    if hasattr(plugin.Parser, "reads_less"):  # another test has rendered a page
        monkeypatch.setattr(plugin, "Parser", plugin.Parser.__base__)
    else:
        monkeypatch.setattr(plugin, "Parser", plugin.Parser)  # puts it back at the end
    return plugin


def found(plugin: Plugin, page: str) -> list[tuple[str | None, str, str]]:
    parser = plugin.Parser()
    parser.feed(page)
    parser.close()
    return [(part.id, "".join(part.title), "".join(part.text)) for part in parser.data]


@pytest.mark.parametrize(
    "inside",
    [
        PICTURE.format(DRAWN),
        PICTURE.format(f"<h2 id='in'>A heading</h2>{CODE}"),
        PICTURE.format(PICTURE.format(DRAWN) + "<p>still inside</p>"),
        f'<figure class="lab-program">{CODE}<figcaption>Shown</figcaption></figure>',
        f"<figure><p>before</p>{PICTURE.format(DRAWN)}<p>after</p></figure>",
        CODE.format('<span class="s">&lt;figure data-search-exclude&gt;</span>'),
        CODE.format('<span title="a > b">c</span>  <span class="w">  </span>'),
        CODE.format('<span data-search-exclude class="k">not searched</span>'),
        '<p><span class="k">a</span> <span> </span> <span>b</span></p>',
        "<pre>\n<span> \n</span>\n</pre><pre><span></span></pre>",
    ],
)
def test_the_same_is_found(plugin: Plugin, inside: str) -> None:
    page = PAGE.format(inside, "")
    before = found(plugin, page)
    read_less()
    assert found(plugin, page) == before


def test_pictures_and_colors_are_not_read(plugin: Plugin) -> None:
    read = searched(PAGE.format(PICTURE.format(DRAWN), ""))
    assert read == PAGE.format(PICTURE.format(""), "").replace(
        '<span></span><code><span class="k">await</span> <span class="n">x</span>', "<code>await x"
    )


@pytest.mark.parametrize("name", ["index.md", "learn/chaining.md"])
def test_the_same_is_found_in_a_page_of_the_site(plugin: Plugin, name: str) -> None:
    """Its fences as they are rendered; its links lead nowhere here."""
    config = load_config()
    html = markdown(
        without_front_matter(Path("docs", name)),
        extensions=config.markdown_extensions,
        extension_configs=config.mdx_configs,
    )
    assert "data-search-exclude" in html
    assert len(searched(html)) < len(html) * 0.8
    if hasattr(plugin.Parser, "reads_less"):  # since a fence was rendered
        plugin.Parser = plugin.Parser.__base__
    before = found(plugin, html)
    read_less()
    assert found(plugin, html) == before
