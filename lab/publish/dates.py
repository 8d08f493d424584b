"""When a page was last changed: what git's history says of its text and of its programs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from lab.publish.markdown import source_of
from lab.publish.site import Page, Site

FOLDERS = ["docs", "snippets", "exercises"]
"""Whose history is read, seen from the folder in which the site is built."""

_MARK = "\x00"


@dataclass(frozen=True)
class Change:
    """A commit.

    Args:
        time: When it was made: `2026-11-27T07:44:15+00:00`.
        subject: The first line of its message.
    """

    time: str
    subject: str

    @property
    def day(self) -> str:
        """Its date: `2026-11-27`."""
        return self.time[:10]


def complete(site: Site) -> None:
    """Say below each page when it was last changed.

    Args:
        site: The site.
    """
    for page in site.pages():
        article = page.html.css_first("article")
        change = last_change(page)
        if article is None or change is None:
            continue
        page.remove(".lab-revised")
        day = date.fromisoformat(change.day)
        words = f"{day.day} {day:%B %Y}"
        line = f'Last changed on <time datetime="{change.day}">{words}</time>'
        written = LexborHTMLParser(f'<p class="lab-revised"><small>{line}</small></p>')
        if paragraph := written.css_first("p"):
            article.insert_child(paragraph)
        page.save()


def last_change(page: Page) -> Change | None:
    """The newest change of a page's text or of a program on it.

    Args:
        page: The page.

    Returns:
        Nothing where there is no history to ask.
    """
    source = source_of(page)
    if source is None:
        return None
    changes = _history(Path.cwd())
    found = [changes[name] for name in [source.as_posix(), *_programs(page)] if name in changes]
    return max(found, key=lambda change: change.time, default=None)


def _programs(page: Page) -> list[str]:
    names = []
    for figure in page.html.css("figure[data-snippet]"):
        name = figure.attributes["data-snippet"] or ""
        if name.startswith("exercises/"):
            names.append(f"{name.removesuffix('.py')}/starter.py")
        else:
            names += [f"snippets/{name}", f"snippets/{name.removesuffix('.py')}.out"]
    return names


def forget_history() -> None:
    """Ask git anew, in a process that publishes often."""
    _history.cache_clear()


@cache
def _history(folder: Path) -> dict[str, Change]:
    """The last change of each file."""
    if why := _why_not(folder):
        print(f"no page says when it was changed: {why}", file=sys.stderr)
        return {}
    log = _git(folder, "log", "--no-renames", "--relative", "--name-only",
               "--date=iso-strict-local", "--format=%x00%cd%x09%s", "--", *FOLDERS)  # fmt: skip
    found: dict[str, Change] = {}
    for commit in log.split(_MARK)[1:]:
        first, *names = commit.splitlines()
        time, _, subject = first.partition("\t")
        for name in filter(None, names):
            found.setdefault(name, Change(time, subject))
    return found


def _why_not(folder: Path) -> str:
    """Why there is no history to ask, if so."""
    try:
        _git(folder, "rev-parse", "--verify", "HEAD")
        shallow = _git(folder, "rev-parse", "--is-shallow-repository").strip()
    except FileNotFoundError:
        return "git is not installed"
    except subprocess.CalledProcessError:
        return "git knows of no commit here"
    if shallow == "true":
        return "this clone has only the newest commits; `git fetch --unshallow` gets the others"
    return ""


def _git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments],  # noqa: S607 - wherever this machine has it
        cwd=folder,
        # One time zone for all commits, so that they can be compared.
        env={**os.environ, "TZ": "UTC"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout
