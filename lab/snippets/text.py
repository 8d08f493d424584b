"""What no text of this project may contain, such as the marks of a merge or Windows' line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lab.snippets.snippet import NOT_UTF8

_BOM = b"\xef\xbb\xbf"
_INDENTED_BY_TAB = re.compile(rb"^ *\t", re.MULTILINE)
_CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)


def text_problems(path: Path) -> Iterator[str]:
    """What is wrong with the text of a file, whatever it says.

    Args:
        path: The file.

    Yields:
        A message for each kind of mistake, with the first line that has it.
    """
    content = path.read_bytes()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield f"{path}:{_line(content, error.start)}: {NOT_UTF8}"
        return
    if content.startswith(_BOM):
        yield f"{path}:1: begins with a byte order mark: save it as UTF-8 without BOM"
    if b"\0" in content:
        yield f"{path}:{_line(content, content.index(0))}: has a NUL character: delete it"
    tab = _INDENTED_BY_TAB.search(content)
    if tab and path.suffix in {".py", ".md"}:
        yield f"{path}:{_line(content, tab.start())}: a tab indents this line: use spaces"
    windows = content.find(b"\r\n")
    if windows >= 0:
        yield (
            f"{path}:{_line(content, windows)}: this line ends as on Windows (CRLF): let your"
            " editor end lines with LF, or run `git add --renormalize .`"
        )
        content = content.replace(b"\r\n", b"\n")
    if conflict := _CONFLICT.search(content):
        yield (
            f"{path}:{_line(content, conflict.start())}: a merge left its marks here: keep one of"
            " the two versions, and delete the lines with <<<<<<<, ======= and >>>>>>>"
        )


def _line(content: bytes, at: int) -> int:
    return content.count(b"\n", 0, at) + 1
