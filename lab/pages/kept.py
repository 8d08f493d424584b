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
from lab.pages.glossary import GLOSSARY, PAGES, terms

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
        folders = (places.DOCS, places.SNIPPETS, places.EXERCISES)
        paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
        contents = {path: path.read_bytes() for path in paths}
        self.files = {
            path: hashlib.sha256(content).hexdigest() for path, content in contents.items()
        }
        """A digest of each file."""
        docs = [path for path in paths if path.is_relative_to(places.DOCS)]
        self.names = frozenset(path.relative_to(places.DOCS).as_posix() for path in docs)
        """The files below `docs/`."""
        self.texts = {
            path.relative_to(places.DOCS).as_posix(): contents[path].decode("utf-8", "replace")
            for path in docs
            if path.suffix == ".md"
        }
        """The text of each page."""
        self._names = _digest(sorted(self.names))
        by_topic: dict[tuple[str, ...], list[str]] = {}
        for path, digest in self.files.items():
            if path not in docs:
                by_topic.setdefault(path.parts[:2], []).append(f"{path} {digest}")
        self._topics = {topic: _digest(found) for topic, found in by_topic.items()}
        self._everything = _digest([*self._topics.values(), *self.texts.values()])
        self._terms = terms(GLOSSARY)

    def of(self, name: str, text: str) -> str:
        """A digest of what a page is made of.

        Args:
            name: The page.
            text: Its Markdown.
        """
        topics = [found for (_, topic), found in self._topics.items() if f"{topic}/" in text]
        lists = self._everything if _LISTS_PROGRAMS.search(text) else ""
        return _digest([text, self._names, *topics, lists, *self._linked(name, text)])

    def _linked(self, name: str, text: str) -> Iterator[str]:
        """The terms of the glossary that the page may use: no other changes it."""
        if (places.DOCS / name).is_relative_to(PAGES):
            words = text.lower()
            for term in self._terms:
                if any(form.split()[0] in words for form in term.forms if form):
                    yield f"{term.name} {term.forms} {term.definition}"

    def about(self, changed: Path) -> list[str]:
        """The pages that a file is of, or that name it.

        Args:
            changed: The file.
        """
        if changed.is_relative_to(places.DOCS):
            return [changed.relative_to(places.DOCS).as_posix()]
        folder = places.SNIPPETS
        name = f"{changed.name.partition('.')[0]}."
        if changed.is_relative_to(places.EXERCISES):
            folder, name = places.EXERCISES, ""
        address = (changed.parent.relative_to(folder) / name).as_posix()
        return [page for page, text in self.texts.items() if address in text]


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Kept:
    """The pages that were rendered in this process.

    Args:
        pause: What is called before each page is rendered.
    """

    def __init__(self, pause: Callable[[], None] = lambda: None) -> None:
        self.rendered: list[str] = []
        """The pages that the build that goes on has rendered."""
        self.changed: set[str] = set()
        """The pages that were rendered, but are not served yet."""
        self._pause = pause
        self._inputs = Inputs()
        self._of_last_build = self._inputs
        self._served: dict[str, Inputs] = {}
        self._pages: dict[str, _Rendered] = {}
        self._entries: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self._templates: Environment | None = None

    @contextmanager
    def used(self, *, pauses: bool = True) -> Iterator[None]:
        """Let a build take what was kept.

        Args:
            pauses: Whether it pauses before each page.
        """
        self.rendered.clear()
        self._inputs = Inputs()
        pause = self._pause if pauses else lambda: None

        def render(page: Page, config: MkDocsConfig, files: Files) -> None:
            pause()
            self._render(page, config, files)

        def read_for_search(index: SearchIndex, page: Page) -> None:
            pause()
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

    def all_are_served(self) -> None:
        """Note that what was built is served now."""
        self.changed.clear()
        self._of_last_build = self._inputs
        self._served = dict.fromkeys(self._inputs.texts, self._inputs)

    def is_served(self, name: str) -> None:
        """Note that a page is served as it was rendered now.

        Args:
            name: The page.
        """
        self.changed.discard(name)
        self._served[name] = self._inputs

    def is_stale(self, name: str) -> bool:
        """Whether a page that is served was made of something else than what is there now.

        Args:
            name: The page.
        """
        served = self._served[name]
        return served.of(name, served.texts[name]) != self._inputs.of(
            name, self._inputs.texts[name]
        )

    def pages_about_changes(self) -> list[str]:
        """The pages that are about what has changed since the last build of all.

        Returns:
            None at all if a file has come to `docs/` or is gone: then any page may be another.
        """
        before, now = self._of_last_build, self._inputs
        if before.names != now.names:
            return []
        changed = [path for path, digest in now.files.items() if before.files.get(path) != digest]
        return list(dict.fromkeys(page for path in changed for page in now.about(path)))

    def _render(self, page: Page, config: MkDocsConfig, files: Files) -> None:
        name, text = page.file.src_uri, page.markdown or ""
        made_of = self._inputs.of(name, f"{page.meta}\n{text}")
        kept = self._pages.get(name)
        if kept and kept.made_of == made_of:
            _take(kept, page, config, files)
            return
        self._pages.pop(name, None)
        self.rendered.append(name)
        self.changed.add(name)
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
