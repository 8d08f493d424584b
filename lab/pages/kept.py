"""Keep rendered pages from one build to the next of the same process: `make serve`.

A page is rendered again when anything that its HTML is made of has changed: its own text, the names
of all files below `docs/`, the glossary, and the programs and exercises of each topic that it
names. A page that something was said about is rendered again, too, so that it is said again. What
`mkdocs.yml` and `lab/` say isn't looked at: `lab/pages/serve.py` starts another process for those.

MkDocs has no place for this. So three methods are replaced in this process: `Page.render`, the one
with which Material's search reads a page, and the one that makes what compiles the theme's
templates. All else in a build is done anew each time.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment
from material.plugins.search.plugin import (  # type: ignore[import-untyped]  # Material gives none
    SearchIndex,
)
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from lab.pages import places
from lab.pages.glossary import GLOSSARY

_SET_BY_RENDER = ("content", "toc", "_title_from_render", "present_anchor_ids")
"""What `Page.render` sets, except `links_to_anchors`, which has files of its own build in it."""
_LISTS_PROGRAMS = re.compile(r"^```catalogue$", re.MULTILINE)
_FROM_DOCSTRINGS = re.compile(r"^::: ", re.MULTILINE)

_render = Page.render
_read_for_search = SearchIndex.add_entry_from_context
_templates_of = Theme.get_env

_Call = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class _Rendered:
    """A page as it was rendered."""

    made_of: str
    values: dict[str, Any]
    links: dict[str, dict[str, str]]
    """Its links to anchors, by the file in which the anchor is."""
    anchors: list[_Call]
    names: list[_Call]
    """What mkdocstrings registered: anchors with autorefs, names with its inventory."""


class Inputs:
    """What pages are made of, as it is when this is made."""

    def __init__(self) -> None:
        docs = sorted(path for path in places.DOCS.rglob("*") if path.is_file())
        self._shared = _digest([*map(str, docs), _digest_of_files([GLOSSARY])])
        folders = (places.SNIPPETS, places.EXERCISES)
        self._topics = {
            (folder, topic.name): _digest_of_files(topic.rglob("*"))
            for folder in folders
            for topic in sorted(folder.glob("*"))
        }
        pages = (path for path in docs if path.suffix == ".md")
        self._everything = _digest([*self._topics.values(), _digest_of_files(pages)])

    def of(self, text: str) -> str:
        """A digest of what a page is made of.

        Args:
            text: Its Markdown.
        """
        topics = [found for (_, name), found in self._topics.items() if f"{name}/" in text]
        lists = self._everything if _LISTS_PROGRAMS.search(text) else ""
        return _digest([text, self._shared, *topics, lists])


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _digest_of_files(paths: Iterable[Path]) -> str:
    files = sorted(path for path in paths if path.is_file())
    return _digest(f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)


class Kept:
    """The pages that were rendered in this process."""

    def __init__(self) -> None:
        self.rendered: list[str] = []
        """The pages that the build that goes on has rendered."""
        self._inputs = Inputs()
        self._pages: dict[str, _Rendered] = {}
        self._entries: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self._templates: Environment | None = None

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let a build take what was kept."""
        self.rendered.clear()
        self._inputs = Inputs()

        def render(page: Page, config: MkDocsConfig, files: Files) -> None:
            self._render(page, config, files)

        def read_for_search(index: SearchIndex, page: Page) -> None:
            self._read_for_search(index, page)

        def templates(theme: Theme) -> Environment:
            self._templates = self._templates or _templates_of(theme)
            return self._templates

        with (
            _replaced(Page, "render", render),
            _replaced(SearchIndex, "add_entry_from_context", read_for_search),
            _replaced(Theme, "get_env", templates),
        ):
            yield

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        name, text = page.file.src_uri, page.markdown or ""
        made_of = self._inputs.of(f"{page.meta}\n{text}")
        kept = self._pages.get(name)
        if kept and kept.made_of == made_of:
            _take(kept, page, config, files)
            return
        self._pages.pop(name, None)
        self.rendered.append(name)
        anchors: list[_Call] = []
        names: list[_Call] = []
        with ExitStack() as stack:
            said = stack.enter_context(_counted())
            if _FROM_DOCSTRINGS.search(text):
                stack.enter_context(_told(_autorefs(config), "register_anchor", anchors))
                stack.enter_context(_told(_handlers(config).inventory, "register", names))
            _render(page, config, files)
        if not said:
            self._pages[name] = _Rendered(
                made_of,
                {value: getattr(page, value) for value in _SET_BY_RENDER},
                {to.src_uri: dict(found) for to, found in (page.links_to_anchors or {}).items()},
                anchors,
                names,
            )

    def _read_for_search(self, index: SearchIndex, page: Page) -> None:
        read = _digest([page.url, str(page.title), str(page.meta), page.content or ""])
        before, entries = self._entries.get(page.url, ("", []))
        if before != read:
            start = len(index.entries)
            _read_for_search(index, page)
            self._entries[page.url] = read, [dict(entry) for entry in index.entries[start:]]
        else:
            index.entries.extend(dict(entry) for entry in entries)


def _take(kept: _Rendered, page: Page, config: MkDocsConfig, files: Files) -> None:
    """Do what rendering would."""
    for name, value in kept.values.items():
        setattr(page, name, value)
    found = {files.get_file_from_path(path): links for path, links in kept.links.items()}
    page.links_to_anchors = {file: links for file, links in found.items() if file}
    if kept.anchors or kept.names:
        _handlers(config).get_handler("python")  # its style and its inventories go into the build
    for (_, *arguments), options in kept.anchors:  # the first is the page as it was then
        _autorefs(config).register_anchor(page, *arguments, **options)
    for arguments_, options in kept.names:
        _handlers(config).inventory.register(*arguments_, **options)


def _autorefs(config: MkDocsConfig) -> Any:  # noqa: ANN401 - a plugin's own
    return config.plugins["autorefs"]


def _handlers(config: MkDocsConfig) -> Any:  # noqa: ANN401 - a plugin's own
    plugin: Any = config.plugins["mkdocstrings"]
    return plugin.handlers


@contextmanager
def _replaced(of: type, name: str, by: Callable[..., object]) -> Iterator[None]:
    before = getattr(of, name)
    setattr(of, name, by)
    try:
        yield
    finally:
        setattr(of, name, before)


@contextmanager
def _told(of: object, name: str, calls: list[_Call]) -> Iterator[None]:
    """Note the calls of a method."""
    method = getattr(of, name)

    def note(*arguments: object, **options: object) -> object:
        calls.append((arguments, options))
        return method(*arguments, **options)

    setattr(of, name, note)
    try:
        yield
    finally:
        delattr(of, name)


@contextmanager
def _counted() -> Iterator[list[logging.LogRecord]]:
    """Collect what MkDocs and its plugins warn of."""
    said: list[logging.LogRecord] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record)

    handler = Collect(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)
