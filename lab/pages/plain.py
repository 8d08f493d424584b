"""A page as plain Markdown: what its fences show is in it, with the output.

For readers that take text rather than HTML: a language model, a feed, an editor. The source of a
page names its programs; this puts them in.
"""

from __future__ import annotations

import posixpath
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from lab.pages import catalogue, places
from lab.pages.embed import Embed, read_exercise
from lab.programs.lines import lines_of, read_output
from lab.snippets.expected import transcripts
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_CODE = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,})(?P<kind>\w*).*?\n(?P<text>.*?)^(?P=indent)(?P=fence) *$\n?",
    re.M | re.S,
)
_NOT_SEEN = [
    re.compile(r"^<!--.*?-->\n", re.M | re.S),
    re.compile(r"^ *(?:</?div[^>]*>)+ *\n", re.M),
    re.compile(r" *\{ *[.:#a-z][^}\n`]*\}(?= *$)", re.M),  # attributes
]
_LINK = re.compile(r"(?<=\]\()(?P<page>[\w./-]+)\.md(?P<anchor>#[\w-]+)?(?=\))")
_NAME = re.compile(r"\[(?P<name>[\w.]+)\]\[\]")
_REFERENCE = re.compile(r"\[(?P<words>[^\[\]]+)\]\[[\w.]+\]")


def as_plain(page: Path, address: str) -> str:
    """Write a page as plain Markdown.

    Args:
        page: The page's Markdown file, below `places.DOCS`.
        address: Where the site is published: links lead there.

    Raises:
        ValueError: A fence names what isn't there.
        SnippetError: A program can't be read.
    """
    text = _FRONT_MATTER.sub("", page.read_text("utf-8"))
    folder = page.relative_to(places.DOCS).parent.as_posix()
    parts, end = [], 0
    for block in _CODE.finditer(text):
        parts.append(_prose(text[end : block.start()], folder, address))
        parts.append(_block(block, address))
        end = block.end()
    parts.append(_prose(text[end:], folder, address))
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _prose(text: str, folder: str, address: str) -> str:
    def link(found: re.Match[str]) -> str:
        name = posixpath.normpath(posixpath.join(folder, found["page"]))
        place = name.removesuffix("index")
        return f"{address}{place}{'/' if place == name else ''}{found['anchor'] or ''}"

    for pattern in _NOT_SEEN:
        text = pattern.sub("", text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    text = _LINK.sub(link, text)
    text = _NAME.sub(r"`\g<name>`", text)
    return _REFERENCE.sub(r"\g<words>", text)


def _block(block: re.Match[str], address: str) -> str:
    shown = {"snippet": _snippet, "exercise": _exercise}.get(block["kind"])
    if shown:  # maybe in a side note, whose lines are indented
        return textwrap.indent("\n".join(shown(block["text"].strip())), block["indent"])
    if block["kind"] == "catalogue":
        return "\n".join(_programs(address)) + "\n"
    return block[0]


def _snippet(source: str) -> Iterator[str]:
    embed = Embed.parse(source)
    file = embed.read()
    if isinstance(file, Session):
        yield _fenced("pycon", file.shown())
        return
    lines = file.part(embed.part) if embed.part else file.body()
    yield f"{embed.file}: {file.idea}\n"
    yield _fenced("python", file.text(lines))
    if embed.part:
        return
    outputs = transcripts(file.path)
    for (_, minor), path in outputs.items():
        from_version = f" on Python 3.{minor} and newer" if minor else ""
        yield f"Output{from_version}:\n"
        yield _fenced("text", read_output(path))


def _exercise(source: str) -> Iterator[str]:
    exercise = read_exercise(source)
    yield f"Exercise: {exercise.goal}\n"
    yield _fenced("python", exercise.starter.text(exercise.starter.body()))
    yield "A solution:\n"
    yield _fenced("python", exercise.solution.text(exercise.solution.body()))


def _programs(address: str) -> Iterator[str]:
    for name in catalogue.shown_programs():
        idea = Snippet.read(places.SNIPPETS / name).idea
        yield f"- [{name}]({address}snippets/{name}): {idea}"


def _fenced(kind: str, text: str) -> str:
    longest = max([2, *(len(found[0]) for found in re.finditer(r"^`+", text, re.M))])
    marks = "`" * (longest + 1)
    return f"{marks}{kind}\n" + "\n".join(lines_of(text)).rstrip("\n") + f"\n{marks}\n"
