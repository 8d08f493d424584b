"""What a fence names: a snippet or a part of one, a session, an exercise."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from lab.exercises.folder import Exercise
from lab.pages import places
from lab.pages.prediction import NEXT, QUESTIONS
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet, SnippetError

OPTIONS = {"compare", "folded", "picture", "playground", "timeline", *QUESTIONS}
"""The words that may follow a snippet's name."""

_EMBED = re.compile(
    r"(?P<file>[\w./-]+\.(?:py|pycon))(?::(?P<part>[\w.]+))?(?P<options>( \S+)*?)"
    r"(?: against (?P<against>[\w./-]+\.py))?"
)


@dataclass(frozen=True)
class Embed:
    """What a fence names.

    Args:
        file: The snippet or session, below `snippets/`.
        part: The function or class to show; the whole file if empty.
        options: Words of `OPTIONS`.
        against: An earlier step of the program; empty if none is named.
    """

    file: str
    part: str
    options: frozenset[str]
    against: str = ""

    @property
    def is_playground(self) -> bool:
        """Whether the reader is to change the program: it is called by the playground's name."""
        return "playground" in self.options

    @property
    def is_drawn(self) -> bool:
        """Whether a picture of its run is shown."""
        return bool(self.options & {"picture", "timeline"})

    @classmethod
    def parse(cls, source: str) -> Embed:
        """Read what a fence says.

        Args:
            source: The text of the fence.

        Raises:
            ValueError: It does not name a snippet.
        """
        if "\n" in source.strip():
            raise ValueError("name one snippet, on one line, and write ``` on the line after it")
        found = _EMBED.fullmatch(source.strip())
        if not found:
            raise ValueError(
                f"write `topic/idea.py` or `topic/idea.py:name`, not {source.strip()!r}"
            )
        options = frozenset(found["options"].split())
        if "against" in options:
            raise ValueError("write `against topic/other.py` at the end")
        if "compare" in options and not (found["against"] and "timeline" in options):
            raise ValueError("`compare` needs `timeline` before it, and `against topic/other.py`")
        if unknown := {word for word in options - OPTIONS if not NEXT.fullmatch(word)}:
            known = ", ".join(sorted({*OPTIONS, "predict-next-3"}))
            raise ValueError(f"{sorted(unknown)[0]!r} is none of: {known}")
        return cls(found["file"], found["part"] or "", options, found["against"] or "")

    @property
    def is_compared(self) -> bool:
        """Whether the page offers to show its run below that of the program it is against."""
        return "compare" in self.options

    def read(self) -> Snippet | Session:
        """Read the file that is named.

        Raises:
            ValueError: There is no such file, or no such part in it.
        """
        path = places.SNIPPETS / self.file
        if not path.is_file():
            names = (
                found.relative_to(places.SNIPPETS).as_posix()
                for found in places.SNIPPETS.rglob("*.py*")
            )
            raise ValueError(f"there is no file {path}{_suggestion(self.file, names)}")
        if path.suffix == ".pycon":
            if self.part:
                raise ValueError("a session is shown whole")
            return Session.read(path)
        snippet = Snippet.read(path)
        if self.part:
            try:
                snippet.part(self.part)
            except SnippetError as error:
                raise ValueError(error.message) from error
        return snippet


def _suggestion(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def read_exercise(source: str) -> Exercise:
    """Read the exercise that a fence names.

    Args:
        source: The text of the fence.

    Raises:
        ValueError: There is no such exercise.
        SnippetError: A file of it is missing or wrong.
    """
    folder = places.EXERCISES / source.strip()
    if not folder.joinpath("starter.py").is_file():
        folders = (path.parent for path in places.EXERCISES.rglob("starter.py"))
        names = (path.relative_to(places.EXERCISES).as_posix() for path in folders)
        raise ValueError(f"there is no exercise {folder}{_suggestion(source.strip(), names)}")
    return Exercise.read(folder)
