"""The Markdown fences that put snippets and exercises on a page.

A page names a snippet in one line, whole or by one function or class of it:

````
```snippet
coroutines/double.py
```
```snippet
chaining/check_status.py:check_status
```
```snippet
event_loop/turns.py timeline
```
````

With `against topic/other.py` at the end, the figure also shows what has changed since that program;
with `compare` before it, the reader can see both runs on one scale of time.
The word `timeline` adds a picture of the snippet's run, and `picture` shows nothing else;
`playground` shows it as the program that a reader starts from; `folded` folds the whole figure,
for a program that few read to its end. The words `predict-first`, `predict-last` and
`predict-time` fold the output, and ask the reader first which line is the first or the last, or
what the last time in it is; `predict-next-3`, with a `timeline`, which task runs after step 3: see
`lab/pages/prediction.py`. An exercise is named by its folder below `exercises/`:

````
```exercise
tasks/start_before_you_wait
```
````

It is a Markdown extension, not a plugin, so that MkDocs and Zensical build the same. It is
registered in `mkdocs.yml`, under `pymdownx.superfences`, and once more by itself, so that no fence
gets lost: superfences swallows what is raised in a fence, and shows the fence as text. What comes
after the build is in `lab/publish/`.
"""

from __future__ import annotations

import html
import logging
import re
import traceback
from itertools import pairwise
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from lab.pages import places
from lab.pages.embed import Embed, read_exercise
from lab.pages.figure import exercise_figure, program_figure, session_figure
from lab.pages.searched import read_less
from lab.pages.source import keep_source, page_of
from lab.programs.lines import lines_of
from lab.snippets.session import Session
from lab.snippets.snippet import SnippetError

# MkDocs counts the warnings of loggers below its own: that makes `--strict` fail.
_LOG = logging.getLogger("mkdocs.lab")
_FENCE = re.compile(r"[ >]*(?:```|~~~)(?P<info>[^`]+)")


def render(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **_: object,
) -> str:
    """Make the HTML of a `snippet` fence: superfences calls this.

    Args:
        source: The text of the fence.
        language: Its info string.
        css_class: The class asked for in `mkdocs.yml`.
        options: Options in its info string; it takes none.
        md: The Markdown converter.

    Returns:
        A figure. Where the fence is wrong, a box that says so, in the page, where its author
        is looking; and MkDocs is told by a warning.
    """
    try:
        _demand_no_options(language, options)
        embed = Embed.parse(source)
        file = embed.read()
        if isinstance(file, Session):
            return session_figure(embed, file, md)
        return program_figure(embed, file, md)
    except Exception as error:  # superfences would swallow it
        return _failure(source, language, md, error)


def render_exercise(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **_: object,
) -> str:
    """Make the HTML of an `exercise` fence: superfences calls this as it calls `render`."""
    try:
        _demand_no_options(language, options)
        return exercise_figure(read_exercise(source), md)
    except Exception as error:  # superfences would swallow it
        return _failure(source, language, md, error)


def accept(
    language: str,
    inputs: dict[str, str],
    options: dict[str, Any],
    attributes: dict[str, str],
    md: Markdown,
) -> bool:
    """Take a fence whatever options it has: superfences calls this before it calls `render`.

    It would show a fence with options that it doesn't know as a plain code block.

    Args:
        language: Its info string.
        inputs: The options as they are written.
        options: The options that `render` will get; this is changed.
        attributes: Attributes for the HTML; this is left empty.
        md: The Markdown converter.
    """
    options.update(inputs)
    return True


def _demand_no_options(fence: str, options: dict[str, Any]) -> None:
    if options:
        raise ValueError(f"write ```{fence} alone on its line, without {sorted(options)[0]}")


def _failure(source: str, fence: str, md: Markdown, error: Exception) -> str:
    place = _place(source, fence, md)
    if isinstance(error, ValueError | SnippetError):
        return _box(fence, f"{place}: {error}")
    at = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        f"{place}: {error!r} was raised in {at.filename}:{at.lineno}. That is a fault in the lab,"
        " not in the page: please report it"
    )
    return _box(fence, message, error)


def _box(fence: str, message: str, error: Exception | None = None) -> str:
    """Say in the page what is wrong, and warn of it: that makes a strict build fail."""
    _LOG.warning(message, exc_info=error)
    return (
        f'<div class="admonition failure"><p class="admonition-title">This {fence} is not'
        f" shown</p><p>{html.escape(message)}</p></div>"
    )


def _place(source: str, fence: str, md: Markdown) -> str:
    """Find the fence in its page, since Python-Markdown doesn't tell where it is."""
    page = page_of(md, places.DOCS)
    if page is None:
        return source.strip()
    lines = lines_of(page.read_text("utf-8"))
    for number, (opening, line) in enumerate(pairwise(lines), start=2):
        found = _FENCE.fullmatch(opening)
        if found and found["info"].split()[0] == fence and line.strip() == source.strip():
            return f"{page}:{number}"
    return f"{page}: {source.strip()}"


class _Unread(Preprocessor):
    """Finds the fences that superfences left as they are."""

    def run(self, lines: list[str]) -> list[str]:
        return [
            self._box(line, after) if _FENCE.fullmatch(line) else line
            for line, after in pairwise([*lines, ""])
        ]

    def _box(self, line: str, after: str) -> str:
        kind = line.strip("`~ >").split()[0]
        message = (
            f"{_place(after, kind, self.md)}: write ```{kind} alone on its line, and ``` alone on"
            " the line that closes it"
        )
        return f"\n\n{self.md.htmlStash.store(_box('code block', message))}\n\n"


class FenceExtension(Extension):
    """Registers with Python-Markdown what finds fences that were not read."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add to a converter what finds them.

        Args:
            md: The converter.
        """
        keep_source(md)
        read_less()
        md.preprocessors.register(_Unread(md), "lab_unread", 24)  # superfences has 25


def makeExtension(**options: object) -> FenceExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension: Python-Markdown calls this.

    Args:
        options: What `mkdocs.yml` sets; there is nothing to set.
    """
    return FenceExtension(**options)
