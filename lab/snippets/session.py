"""A session: what a person types at Python's prompt, and what Python answers.

A session lives in `snippets/<topic>/<idea>.pycon` and is executed line by line. Its first lines
are comments (its one idea, and PEP 723 metadata as in a program), then the command that starts
it: `$ python`, or `$ python -m asyncio` for the prompt at which `await` works.
"""

from __future__ import annotations

import asyncio
import doctest
import json
import re
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lab.programs.lines import lines_of, lines_with_ends
from lab.programs.prompt import PROMPTS, Prompt
from lab.programs.transcript import Recorder
from lab.snippets.advice import advice
from lab.snippets.masks import mask
from lab.snippets.process import python
from lab.snippets.snippet import Metadata, SnippetError, read_metadata, read_text

_BLANK = "<BLANKLINE>\n"


@dataclass(frozen=True)
class Session:
    """A session file.

    Args:
        path: Where the file is.
        source: What is in it.
    """

    path: Path
    source: str

    @classmethod
    def read(cls, path: Path) -> Session:
        """Read a session from its file.

        Args:
            path: The `.pycon` file.

        Raises:
            OSError: The file can't be read.
            SnippetError: It isn't text in UTF-8.
        """
        return cls(path, read_text(path))

    @cached_property
    def metadata(self) -> Metadata:
        """The inline metadata; a `SnippetError` tells what is wrong with it."""
        return read_metadata(self.path, self.source)

    @property
    def idea(self) -> str:
        """The first comment line that is not metadata: what the session shows."""
        for number, line in enumerate(lines_of(self.source), start=1):
            if number not in self.metadata.lines and line.startswith("# "):
                return line.removeprefix("# ")
        raise SnippetError(self.path, 1, "say the session's one idea in a comment")

    @cached_property
    def start(self) -> int:
        """The line of the command that starts the session, counted from 1."""
        for number, line in enumerate(lines_of(self.source), start=1):
            if line in PROMPTS:
                return number
        raise SnippetError(self.path, 1, f"start it with one of: {', '.join(PROMPTS)}")

    @property
    def command(self) -> str:
        """The command that starts the session."""
        return lines_of(self.source)[self.start - 1]

    @cached_property
    def examples(self) -> list[doctest.Example]:
        """What is typed, and what is expected."""
        try:
            return doctest.DocTestParser().get_examples(self.source, str(self.path))
        except ValueError as error:
            found = re.match(r"line (\d+) of the docstring for .*? (?=has |lacks )", str(error))
            line = int(found[1]) if found else 1
            message = str(error)[found.end() :] if found else str(error)
            raise SnippetError(self.path, line, f"this line {message}") from error

    def shown(self) -> str:
        """What a page shows: the session from its command on."""
        lines = lines_with_ends(self.source)[self.start - 1 :]
        return "".join("\n" if line == _BLANK else line for line in lines)


def run_session(session: Session) -> list[str]:
    """Run a session in a process of its own.

    Args:
        session: The session.

    Returns:
        What Python answers to each thing typed, masked.

    Raises:
        SnippetError: It ran for longer than `lab.snippets.process.TIME_LIMIT`, or ended its
            process.
    """
    typed = json.dumps([example.source for example in session.examples])
    result = python(["-m", "lab.snippets.session", session.command], session.path, typed=typed)
    if result.returncode:
        last = result.stderr.strip().rpartition("\n")[2] or f"exit status {result.returncode}"
        raise SnippetError(session.path, session.start, f"the session ended its process: {last}")
    answers: list[str] = json.loads(result.stdout)
    return [_masked(session, answer) for answer in answers]


def _masked(session: Session, answer: str) -> str:
    text = mask(answer, session.metadata.masks, session.path)
    return "".join(_BLANK if line == "\n" else line for line in lines_with_ends(text))


def session_problems(session: Session) -> list[str]:
    """How a run of a session differs from what its file says.

    Args:
        session: The session.

    Returns:
        A message for each difference, which names file and line.
    """
    if not session.examples:
        return [f"{session.path}:{session.start}: nothing is typed in this session"]
    answers = run_session(session)
    wanted = [example.want for example in session.examples]
    if answers == wanted:
        return []
    again = run_session(session)
    return [
        f"{session.path}:{example.lineno + 1}: Python answers something else\n"
        f"    typed:    {example.source.rstrip()}\n"
        f"    expected: {_shown(example.want)}\n"
        f"    answered: {_shown(answer)}\n"
        f"    {advice(session.path, example.want, answer, [other])}"
        for example, answer, other in zip(session.examples, answers, again, strict=True)
        if example.want != answer
    ]


def _shown(answer: str) -> str:
    return repr(answer.removesuffix("\n"))


def updated_session(session: Session) -> str:
    """The text of a session with the answers that Python gives now.

    Args:
        session: The session.
    """
    lines = lines_with_ends(session.source)
    for example, answer in reversed(list(zip(session.examples, run_session(session), strict=True))):
        first = example.lineno + 1
        while first < len(lines) and re.match(r"\.\.\.( |$)", lines[first]):
            first += 1
        lines[first : first + example.want.count("\n")] = [answer]
    return "".join(lines)


def answers(command: str, typed: list[str]) -> list[str]:
    """Type into a prompt of this process, and record what it answers.

    Args:
        command: One of the keys of `PROMPTS`.
        typed: What to type, a statement each.
    """
    with asyncio.Runner() as runner:
        prompt = Prompt(command, runner)
        given = []
        for statement in typed:
            with Recorder() as recorder:
                prompt.enter(statement)
            given.append("".join(piece.text for piece in recorder.pieces))
    return given


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answers(sys.argv[1], json.load(sys.stdin))))
