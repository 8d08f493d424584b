"""What a page consists of, and what it must keep to: code blocks, above all."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mkdocs.utils import meta

from lab.new import PAGE
from lab.pages import places
from lab.pages.embed import Embed, read_exercise
from lab.pages.figure import below_its_questions
from lab.pages.pictures import picture
from lab.pages.prediction import NEXT
from lab.snippets.expected import transcripts
from lab.snippets.snippet import Snippet, SnippetError

NAME = re.compile(r"[a-z0-9_]+/[a-z0-9_]+\.(?:py|pycon)")
KINDS = ["snippet", "exercise", "catalogue"]
REASON = re.compile(r" *<!-- not run: .{8,} -->")


def fences(page: Path) -> Iterator[tuple[int, int, str, str]]:
    """The code blocks of a page: first line, last line, info string, text."""
    yield from _fences(without_front_matter(page))


@cache  # many checks ask for those of all pages
def _fences(text: str) -> list[tuple[int, int, str, str]]:
    return [
        (token.map[0] + 1, token.map[1], token.info.strip(), token.content)
        for token in tokens(text)
        if token.type in {"fence", "code_block"} and token.map
    ]


def readable(page: Path) -> str:
    """The text of a page, even if it is not UTF-8: `text_problems` tells its author of that."""
    return page.read_text("utf-8", "replace")


def without_front_matter(page: Path) -> str:
    """The text of a page, its front matter blanked, so that line numbers stay."""
    text = readable(page)
    hidden = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    return "\n" * hidden[0].count("\n") + text[hidden.end() :] if hidden else text


def tokens(text: str) -> list[Token]:
    """What a page consists of, for a parser of plain Markdown."""
    # Admonitions and content tabs indent what is in them by four spaces, which plain Markdown
    # would take for a code block: their marks are made list items, whose content is indented.
    marked = re.sub(r"^( *)(?:!!!|\?\?\?\+?|===\+?)(?= )", r"\1-  ", text, flags=re.MULTILINE)
    return parsed(marked)


@lru_cache(maxsize=4)  # the checks of a page follow each other
def parsed(text: str) -> list[Token]:
    """What a text consists of, for a parser of plain Markdown. Callers only read it."""
    return MarkdownIt().parse(text)


def embeds(page: Path, kind: str = "snippet") -> Iterator[tuple[int, str]]:
    """What a page names in fences: line number of the name, and the name with its options."""
    for line, _, info, text in fences(page):
        if info == kind:
            yield line + 1, text


def wrong_embeds(page: Path) -> Iterator[str]:
    """The fences that name no snippet or exercise."""
    for line, text in embeds(page):
        if (places.SNIPPETS / text.strip()).is_file() and not NAME.fullmatch(text.strip()):
            continue  # test_contract.py says that the file needs another name
        try:
            _read(Embed.parse(text))
        except ValueError as error:
            yield f"{page}:{line}: {error}"
        except SnippetError:
            pass  # test_contract.py says what is wrong with the snippet
    for line, text in embeds(page, "exercise"):
        try:
            read_exercise(text)
        except ValueError as error:
            yield f"{page}:{line}: {error}"
        except SnippetError:
            pass  # test_exercises.py says what is wrong with the exercise


def _read(embed: Embed) -> None:
    """Read what a fence names, and what answers the questions that it asks."""
    snippet = embed.read()
    if isinstance(snippet, Snippet):
        is_stepped = embed.is_drawn and any(map(NEXT.fullmatch, embed.options))
        recording = picture(snippet).recording if is_stepped else ""
        below_its_questions(embed, transcripts(snippet.path), recording, "")


def plain_code(page: Path) -> Iterator[str]:
    """The code blocks that are no snippet, and don't say why not."""
    lines = ["", "", *readable(page).splitlines()]
    for line, _, info, _ in fences(page):
        above = lines[line - 1 : line + 1]
        if info not in KINDS and not any(map(REASON.fullmatch, above)):
            if close := difflib.get_close_matches(info.lower(), KINDS, n=1):
                yield f"{page}:{line}: no fence is called {info!r}: write ```{close[0]}"
                continue
            yield (
                f"{page}:{line}: make this code block a snippet, or say above it why it is not run:"
                " <!-- not run: a shell command -->"
            )


_OPENING = re.compile(r"\s*(?:`{3,}|~{3,})\s*(?P<kind>snippet|exercise)\b.*", re.IGNORECASE)


def unseen_fences(page: Path) -> Iterator[str]:
    """The fences that only CommonMark reads, or that none reads as they are meant."""
    lines = readable(page).splitlines()
    misread = set()
    inside = {line: first for first, last, _, _ in fences(page) for line in range(first + 1, last)}
    for number, line in enumerate(lines, start=1):
        found = _OPENING.fullmatch(line)
        if found and line.strip() != f"```{found['kind'].lower()}":
            misread.add(number)
            yield (
                f"{page}:{number}: write ```{found['kind'].lower()} alone on its line, the name on"
                " the next line, and ``` on the line after that"
            )
        elif found and number in inside:
            if inside[number] not in misread:  # of which it was told already
                yield f"{page}:{inside[number]}: this code block is not closed: write ``` below it"
            return
    for first, last, info, _ in fences(page):
        if first in misread:
            continue
        if info and (lines[first - 1].strip() != f"```{info}" or lines[last - 1].strip() != "```"):
            yield f"{page}:{first}: write a fence with three backticks, and close it with three"
        elif info and (deep := _indent(lines[first - 1])) % 4:
            yield (
                f"{page}:{first}: indent each line of this code block by four spaces to have it in"
                " the list item above, or by none"
            )
        elif info and _indent(lines[last - 1]) != deep:
            yield f"{page}:{last}: indent this line by {deep} spaces, as line {first} is"


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def wrong_name(page: Path, project: Path) -> Iterator[str]:
    """Say that a page's name is not in small letters: on Windows `Tasks.md` is `tasks.md`."""
    name = page.relative_to(project / "docs").as_posix()
    if not re.fullmatch(r"[a-z0-9_/-]+\.md", name):
        yield f"{page}:1: rename it: small letters, digits and hyphens, such as learn/two-tasks.md"


def template_left(page: Path) -> Iterator[str]:
    """What `make new` wrote, and its author has not replaced."""
    template = {line for line in PAGE.splitlines() if len(line) > len("---") and "{" not in line}
    lines = readable(page).splitlines()
    left = [n for n, line in enumerate(lines, start=1) if line in template - _KEPT]
    if left:
        yield f"{page}:{left[0]}: this line is the template's: write your own in its place"


_KEPT = {"After this page, you can:"}
"""The line of the template that stays."""


_NOTE = re.compile(r"(?P<indent> *)(?:(?:!!!|\?\?\?\+?) *(?P<kind>\w*)|===\+? *\").*")
_NOTES = ["pitfall", "deeper", "warning", "note", "tip"]


def wrong_notes(page: Path) -> Iterator[str]:
    """The side notes of an unknown kind, and those whose text is outside of them."""
    lines = without_front_matter(page).splitlines()
    code = {n for first, last, _, _ in fences(page) for n in range(first, last + 1)}
    for number, line in enumerate(lines, start=1):
        found = _NOTE.fullmatch(line)
        if not found or number in code:
            continue
        kind = found["kind"]
        if kind == "":
            yield (
                f"{page}:{number}: a note begins with its kind, such as !!! pitfall, and ends where"
                " its text is no longer indented: nothing closes it"
            )
            continue
        if kind is not None and kind not in _NOTES:
            close = difflib.get_close_matches(kind, _NOTES, n=1) or _NOTES
            yield f"{page}:{number}: no note is called {kind!r}: write {close[0]}"
        if kind and line.count('"') % 2:
            yield f'{page}:{number}: close the title of this note: write " at its end'
        below = next((text for text in lines[number:] if text.strip()), "")
        if not below.startswith(f"{found['indent']}    "):
            yield f"{page}:{number}: indent what belongs to this by four spaces"


def unclosed_comments(page: Path) -> Iterator[str]:
    """The comments that hide the rest of the page."""
    text = without_front_matter(page)
    code = {n for first, last, _, _ in fences(page) for n in range(first, last + 1)}
    for found in re.finditer(r"<!--(?!.*?-->)", text, re.DOTALL):
        number = text.count("\n", 0, found.start()) + 1
        if number not in code:
            yield f"{page}:{number}: this comment is not closed: write --> at its end"


_ANCHOR = re.compile(r"\{ *#([\w-]+)[^}]*\}$")


def same_headings(page: Path) -> Iterator[str]:
    """The headings that a page has twice: a link would lead to the first; and second titles."""
    seen: dict[str, int] = {}
    anchors: dict[str, int] = {}
    for token, text in pairwise(parsed(without_front_matter(page))):
        if token.type == "heading_open" and token.map:
            line = token.map[0] + 1
            if first := seen.get(text.content):
                yield f"{page}:{line}: line {first} has the same heading: change one of them"
            elif token.tag == "h1" and seen:
                yield f"{page}:{line}: only the page's title has one #: write ## {text.content}"
            elif (anchor := _ANCHOR.search(text.content)) and anchor[1] in anchors:
                yield (
                    f"{page}:{line}: line {anchors[anchor[1]]} has the same anchor, #{anchor[1]}:"
                    " change one of them"
                )
            seen.setdefault(text.content, line)
            if anchor := _ANCHOR.search(text.content):
                anchors.setdefault(anchor[1], line)


_ROW = re.compile(r" *\|.*")
_BELOW_FIRST_ROW = re.compile(r"[\s|:-]*-[\s|:-]*")
_NO_BORDER = re.compile(r"`[^`]*`|\\\|")


def wrong_tables(page: Path) -> Iterator[str]:
    """The tables that show as text, and the rows of which a cell is missing, or would be lost."""
    code = {n for first, last, _, _ in fences(page) for n in range(first, last + 1)}
    lines = [
        line if _ROW.fullmatch(line) and number not in code else ""
        for number, line in enumerate(without_front_matter(page).splitlines(), start=1)
    ]
    above, wanted = "", 0
    for number, (line, below) in enumerate(pairwise([*lines, ""]), start=1):
        if line and not above:
            wanted = _cells(line)
            if not _BELOW_FIRST_ROW.fullmatch(below):
                dashes = "| --- " * wanted + "|"
                yield f"{page}:{number}: this is no table yet: write {dashes} below this line"
        elif line and _cells(line) != wanted:
            yield (
                f"{page}:{number}: this row has {_counted(_cells(line))}, and the table's first row"
                f" has {wanted}. Write \\| for a | that separates no cells"
            )
        above = line


def _cells(row: str) -> int:
    return _NO_BORDER.sub("", row).strip().strip("|").count("|") + 1


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"


def exercises_shown_twice(page: Path) -> Iterator[str]:
    """The exercises that a page shows more than once: the second would have the first's answer."""
    seen: dict[str, int] = {}
    for line, text in embeds(page, "exercise"):
        if first := seen.get(text):
            yield f"{page}:{line}: line {first} shows this exercise already: delete one of them"
        seen.setdefault(text, line)


def missing_front_matter(chapter: Path) -> Iterator[str]:
    """What the top of a chapter lacks. MkDocs shows YAML that it can't read as text."""
    _, found = meta.get_data(readable(chapter))
    missing = [name for name in ("title", "description") if not found.get(name)]
    if missing:
        yield (
            f"{chapter}:1: give it a {' and a '.join(missing)}, between two lines of --- at the"
            " very top; in quotes, if it has a colon"
        )


def not_on_a_page(path: Path, project: Path) -> Iterator[str]:
    """Say that no page shows a snippet or session, if that is so."""
    name = path.relative_to(project / "snippets").as_posix()
    if not any(name in _named(text) for text in _texts(project) if name in text):
        yield f"{path}:1: no page shows this: name it in a ```snippet fence"


@cache
def _texts(project: Path) -> list[str]:
    return [without_front_matter(page) for page in (project / "docs").rglob("*.md")]


@cache
def _named(page: str) -> set[str]:
    return {
        text.split()[0].partition(":")[0]
        for _, _, info, text in _fences(page)
        if info == "snippet" and text.strip()
    }
