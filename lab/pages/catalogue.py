"""The Markdown fence that lists the programs of this site: their catalogue.

````
```catalogue
snippets
```
````

A row for each program that a page shows, with links to its place there, to the playground and to
the file itself. It is a plain table; the page's script puts a field above it that filters.
"""

from __future__ import annotations

import contextlib
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markdown import Markdown

from lab.pages import places
from lab.pages.embed import Embed
from lab.pages.figure import inline_code
from lab.pages.source import page_of, way_to_root
from lab.programs.lines import lines_of
from lab.snippets.snippet import Snippet, SnippetError, is_module, programs

COLUMNS = ("Idea", "Topic", "Python", "Needs", "Picture", "Run", "File")


def render(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **_: object,
) -> str:
    """Make the HTML of a `catalogue` fence: superfences calls this.

    Args:
        source: The text of the fence; it says for the reader of the page what is listed.
        language: Its info string.
        css_class: The class asked for in `mkdocs.yml`.
        options: Options in its info string; it takes none.
        md: The Markdown converter.
    """
    page = page_of(md, places.DOCS)
    root = way_to_root(page, places.DOCS) if page else "../../"
    shown = _places()
    rows = []
    for path in programs(places.SNIPPETS):
        name = path.relative_to(places.SNIPPETS).as_posix()
        with contextlib.suppress(SnippetError):  # the page that shows it says so
            if name in shown:
                rows.append(_row(name, Snippet.read(path), shown[name], root))
    head = "".join(f'<th scope="col">{column}</th>' for column in COLUMNS)
    # What the rows say is on the pages that they lead to: a search should lead there at once.
    return (
        '<p class="lab-filter"></p><div class="lab-scroll" data-search-exclude>'
        '<table class="lab-catalogue">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def shown_programs() -> list[str]:
    """The names of the programs that a page shows and that are there, in order."""
    found = (name for name in _places() if name.endswith(".py"))
    names = (name for name in found if (places.SNIPPETS / name).is_file())
    return sorted(name for name in names if not is_module(places.SNIPPETS / name))


class _Place:
    """Where a program is shown, and whether with a picture."""

    def __init__(self, page: Path) -> None:
        self.page = page
        self.has_picture = False


def _places() -> dict[str, _Place]:
    """The page of each program: its topic's chapter, or else the first that shows it."""
    found: dict[str, _Place] = {}
    for page, embed in _embeds():
        place = found.setdefault(embed.file, _Place(page))
        if page.stem.replace("-", "_") == Path(embed.file).parent.name:
            place.page = page
        place.has_picture |= "timeline" in embed.options
    return found


def _embeds() -> Iterator[tuple[Path, Embed]]:
    for page in sorted(places.DOCS.rglob("*.md")):
        for block in re.finditer(r"^```snippet\n(.*)$", page.read_text("utf-8"), re.MULTILINE):
            with contextlib.suppress(ValueError):  # the page itself says so
                yield page, Embed.parse(lines_of(block[1])[0])


def _row(name: str, snippet: Snippet, place: _Place, root: str) -> str:
    metadata = snippet.metadata
    page = place.page.relative_to(places.DOCS).with_suffix("").as_posix()
    page = "" if page == "index" else f"{page}/"
    idea = f'<a href="{root}{page}#{name}">{inline_code(snippet.idea)}</a>'
    run = f'<a href="{root}playground/#program={name}" title="Run {name}">Run</a>'
    if not metadata.in_browser:
        why = html.escape(metadata.reasons["browser"])
        run = f'<span title="{why}">not in a page</span>'
    file = f'<a href="{root}snippets/{name}" download>{Path(name).name}</a>'
    cells = [
        idea,
        Path(name).parent.name.replace("_", " "),
        f"{'.'.join(map(str, metadata.python))}+",
        html.escape(", ".join(metadata.dependencies)),
        "yes" if place.has_picture else "",
        run,
        file,
    ]
    # The anchor is the address that the program had when this page listed modules.
    anchor = f"snippets.{name.removesuffix('.py').replace('/', '.')}"
    return f'<tr id="{anchor}">{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
