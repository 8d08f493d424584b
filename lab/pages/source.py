"""Which page a text is: Python-Markdown doesn't tell the extensions that it calls."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from markdown import Markdown
from markdown.preprocessors import Preprocessor

_NAME = "lab_source"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class _Source(Preprocessor):
    """Keeps the text of the page as its author wrote it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.text = ""
        self.pages: dict[Path, Path | None] = {}
        """Which page of a folder has this text, once that was asked."""
        self.seen: frozenset[str] = frozenset()
        """What `is_first` was asked about since the page began."""

    def run(self, lines: list[str]) -> list[str]:
        self.text = "\n".join(lines)
        self.pages = {}
        self.seen = frozenset()
        return lines


def keep_source(md: Markdown) -> None:
    """Let a converter keep the text that it converts, for `page_of`.

    Args:
        md: The converter.
    """
    if _NAME not in md.preprocessors:
        md.preprocessors.register(_Source(md), _NAME, 1000)  # before any other


def page_of(md: Markdown, folder: Path) -> Path | None:
    """Find the page that is being converted.

    Args:
        md: The converter; `keep_source` was called for it.
        folder: Where to look.

    Returns:
        The page whose text is the one being converted, if there is one.
    """
    source = md.preprocessors[_NAME]
    if not isinstance(source, _Source):
        return None
    if folder not in source.pages:
        source.pages[folder] = _page_with(source.text.strip(), folder)
    return source.pages[folder]


def _page_with(text: str, folder: Path) -> Path | None:
    for page in sorted(folder.rglob("*.md")):
        state = page.stat()
        if _body(page, state.st_mtime_ns, state.st_size) == text:
            return page
    return None


@lru_cache(maxsize=1024)  # each docstring of the lab's reference is compared with all pages
def _body(page: Path, changed: int, size: int) -> str:
    """The text of a page without its front matter, while it was changed at that time."""
    del changed, size  # if they are others, the page is read again
    return _FRONT_MATTER.sub("", page.read_text("utf-8")).strip()


def is_first(md: Markdown, what: str) -> bool:
    """Whether something comes for the first time in the page that is being converted.

    Args:
        md: The converter; `keep_source` was called for it.
        what: Its name.
    """
    source = md.preprocessors[_NAME]
    if not isinstance(source, _Source) or what in source.seen:
        return False
    source.seen |= {what}
    return True


def way_to_root(page: Path, folder: Path) -> str:
    """The address of the site's root, as seen from a page: `../../` for `learn/tasks.md`.

    Args:
        page: The page's Markdown file.
        folder: Where pages are.
    """
    name = page.relative_to(folder)
    return "../" * (len(name.parts) - (name.stem == "index"))
