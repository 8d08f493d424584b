"""Show a changed page before the rest of the site is built: `make serve`.

Of a page that is served, the text, the title and the table of contents are replaced. All else in it
stays as the last build made it, so the page fits the site around it. The next build brings what
the whole site says of the page: its reading time, the search, the list of programs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from lab.publish import steps, tables
from lab.publish.site import Page as BuiltPage
from lab.publish.site import Site

PARTS = ["article", "head > title", ".md-header__topic", '[data-md-component="toc"]']
"""What is replaced. The table of contents is there twice: in a narrow window it is elsewhere."""
FILLED = [".lab-total", ".lab-progress"]
"""Places in a text that only a build of the whole site can fill."""


class LastBuild(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    """What MkDocs knew in a build. It is told as plugins are."""

    def __init__(self) -> None:
        self._config: MkDocsConfig | None = None
        self._files = Files([])
        self._nav = Navigation([], [])
        self._env = Environment()  # noqa: S701 - MkDocs' own takes its place

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """Note the navigation: MkDocs calls this."""
        self._config, self._files, self._nav = config, files, nav

    @event_priority(-100)  # after all plugins
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Note what renders templates: MkDocs calls this."""
        self._env = env

    def pages(self) -> dict[str, Page]:
        """The pages, by their Markdown files below `docs/`."""
        found = self._files.documentation_pages()
        return {file.src_uri: file.page for file in found if file.page}

    def renew(self, page: Page, folder: Path) -> None:
        """Render a page again, and put what is new into the page that is served.

        Args:
            page: The page.
            folder: The site that is served.
        """
        if self._config is None:
            return
        build._populate_page(page, self._config, self._files)
        references: Any = self._config.plugins["autorefs"]
        references.on_env(self._env, config=self._config, files=Files([page.file]))
        new = self._with_template(page, self._config)
        for step in (steps, tables):
            step.complete(_OnePage(folder, new))
        path = folder / page.file.dest_uri
        served = BuiltPage(path, folder)
        _replace(served, new)
        served.path = path.with_suffix(".new")
        served.write()
        served.path.replace(path)

    def _with_template(self, page: Page, config: MkDocsConfig) -> BuiltPage:
        """A page as MkDocs writes it."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, page.file.dest_uri)
            page.file.abs_dest_path = str(path)
            all_pages = self._files.documentation_pages()
            build._build_page(page, config, all_pages, self._nav, self._env)
            written = BuiltPage(path, Path(folder))
        written.is_held = True  # there is no such file any more
        return written


class _OnePage(Site):
    """A site of which one page is completed."""

    def __init__(self, folder: Path, page: BuiltPage) -> None:
        super().__init__(folder)
        self._page = page

    def pages(self) -> Iterator[BuiltPage]:
        yield self._page


def _replace(served: BuiltPage, new: BuiltPage) -> None:
    """Put the parts of a new page into a page that is served."""
    for place in FILLED:
        filled, empty = served.html.css_first(place), new.html.css_first(place)
        if filled is not None and empty is not None:
            empty.inner_html = filled.inner_html or ""
    about, heading = served.html.css_first(".lab-about"), new.html.css_first("article h1")
    if about is not None and heading is not None:
        heading.insert_after(about)
    revised, article = served.html.css_first(".lab-revised"), new.html.css_first("article")
    if revised is not None and article is not None:
        article.insert_child(revised)
    for part in PARTS:
        places, found = served.html.css(part), new.html.css(part)
        if len(places) == len(found):
            for old, content in zip(places, found, strict=True):
                old.inner_html = content.inner_html or ""
