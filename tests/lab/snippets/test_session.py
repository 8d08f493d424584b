from __future__ import annotations

from pathlib import Path

import pytest

from lab.snippets.session import Session, session_problems, updated_session
from lab.snippets.snippet import SnippetError

PLAIN = """\
# Names stay from line to line.
$ python
>>> number = 6
>>> number * 2
12
>>> _ + 1
13
>>> for letter in "ab":
...     print(letter)
...
a
b
>>> 1 / 0
Traceback (most recent call last):
  File "<stdin>", line 1, in <module>
ZeroDivisionError: division by zero
"""
ASYNC = """\
# The asyncio prompt awaits.
$ python -m asyncio
>>> async def double(x):
...     await asyncio.sleep(0)
...     return x * 2
...
>>> await double(6)
12
>>> number = await double(4)
>>> number
8
"""


def session(source: str) -> Session:
    return Session(Path("topic/idea.pycon"), source)


@pytest.mark.parametrize("source", [PLAIN, ASYNC])
def test_session_is_answered_as_at_the_prompt(source: str) -> None:
    assert session_problems(session(source)) == []


def test_wrong_answer_names_its_line() -> None:
    (problem,) = session_problems(session(PLAIN.replace("12", "13", 1)))
    assert problem.startswith("topic/idea.pycon:4: Python answers something else")


@pytest.mark.parametrize("source", [PLAIN, ASYNC])
def test_update_writes_the_answers_and_nothing_else(source: str) -> None:
    wrong = source.replace("12\n", "99\n99\n").replace("8\n", "")
    assert updated_session(session(wrong)) == source


def test_session_starts_with_a_command() -> None:
    with pytest.raises(SnippetError, match="start it with one of"):
        _ = session("# Idea.\n>>> 1\n1\n").command


def test_a_carriage_return_in_an_answer_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "idea.pycon"
    path.write_bytes(b'# A progress bar.\n$ python\n>>> print("1%\\r2%")\n1%\r2%\n')
    assert session_problems(Session.read(path)) == []
    assert updated_session(Session.read(path)).encode() == path.read_bytes()


def test_a_session_that_is_no_text_in_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "idea.pycon"
    path.write_bytes(b"# Idea.\n$ python\n>>> '\xe9'\n")
    with pytest.raises(SnippetError, match=r"idea\.pycon:3: .*UTF-8"):
        Session.read(path)
