from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from lab.snippets.snippet import SnippetError
from lab.update import update, why_left


def write(folder: Path, source: str) -> Path:
    path = folder / "idea.py"
    path.write_text(source, "utf-8")
    return path


def test_output_goes_under_each_print(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '"""Idea."""\nfor n in range(2):\n    print(\n        n,\n    )\nif True:\n'
        "    print('a')\n    #> stale\n",
    )
    assert update(path)
    assert path.read_text("utf-8") == (
        '"""Idea."""\nfor n in range(2):\n    print(\n        n,\n    )\n    #> 0\n    #> 1\n'
        "if True:\n    print('a')\n    #> a\n"
    )
    assert not update(path)


def test_inline_output_is_that_of_the_clock_which_checks_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '"""Idea."""\nimport asyncio\nimport time\n\nbegan = time.monotonic()\n'
        "asyncio.run(asyncio.sleep(7200))\ntime.sleep(0.25)\n"
        "print(time.monotonic() - began)\nprint(time.strftime('%Y-%m-%d %X'))\n",
    )
    assert update(path)
    assert path.read_text("utf-8").endswith(
        "began)\n#> 7200.25\nprint(time.strftime('%Y-%m-%d %X'))\n#> 2026-01-01 02:00:00\n"
    )


@pytest.mark.parametrize(
    ("source", "transcript"),
    [
        ("def f():\n    print(2)\n\n\nprint(1)\nf()\n", "1\n2\n"),
        ("import sys\nprint(1, file=sys.stderr)\nprint(2)\n", "2> 1\n2\n"),
        ("print(1, end='')\n", "1"),
        ("print()\n", "\n"),
        ("try:\n    pass\nfinally:\n    print(1)\n", "1\n"),
        ("match 1:\n    case _:\n        print(1)\n", "1\n"),
        ("import sys\nsys.stdout.write('1\\n')\n", "1\n"),
    ],
)
def test_what_comments_cant_show_goes_into_a_transcript(
    tmp_path: Path, source: str, transcript: str
) -> None:
    path = write(tmp_path, f'"""Idea."""\n{source}#> stale\n')
    update(path)
    beside = path.with_suffix(".out")
    if "sys.stdout.write" in source:  # a write to the stream stands on one line, as a print does
        assert path.read_text("utf-8").endswith("#> 1\n")
    else:
        assert beside.read_text("utf-8") == transcript
        assert "#>" not in path.read_text("utf-8")


def test_failing_program_is_reported_and_left_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, '"""Idea."""\nprint(1)\n#> 1\nraise ValueError("no")\n')
    before = path.read_text("utf-8")
    with pytest.raises(SnippetError, match="ValueError: no"):
        update(path)
    assert path.read_text("utf-8") == before


@pytest.mark.parametrize("name", ["idea.py", "idea.pycon"])
def test_what_needs_a_newer_python_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    text = '# Idea.\n# /// script\n# requires-python = ">=3.99"\n# ///\n$ python\n>>> 1\n2\n'
    if name == "idea.py":
        text = text.partition("$")[0] + "print(1)\n"
    path, beside = tmp_path / name, tmp_path / "idea.out"
    path.write_text(text, "utf-8")
    beside.write_text("what 3.99 prints\n", "utf-8")
    assert not update(path)
    assert path.read_text("utf-8") == text
    assert beside.read_text("utf-8") == "what 3.99 prints\n"
    assert f"left {path} as it is: it needs Python 3.99, and this is 3." in why_left(path)


def test_what_a_newer_python_prints_is_left_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, '"""Idea."""\nprint(1)\n')
    old, new = tmp_path / "idea.out", tmp_path / "idea.3.99.out"
    for file in [old, new]:
        file.write_text("stale\n", "utf-8")
    assert update(path)
    assert old.read_text("utf-8") == "1\n"
    assert new.read_text("utf-8") == "stale\n"
    assert why_left(path) == ""


NEVER_AWAITED = "async def greet():\n    pass\n\n\ngreet()"
FAILING = {
    "raises": ("idea.py:3: exit status 1, expected 0 (ZeroDivisionError", "1 / 0"),
    "exits": ("idea.py:1: exit status 3, expected 0", "raise SystemExit(3)"),
    "no_module": ("idea.py:3: exit status 1, expected 0 (ModuleNotFoundError", "import no_such"),
    "syntax": ("idea.py:3: '(' was never closed", "print(1"),
    "random": ("random.seed(1)", "import random\nprint(random.random())"),
    "set": ("print(sorted(", "print({'a', 'b', 'c', 'd', 'e', 'f', 'g'})"),
    "address": ('masks = ["address"]', "print(object())"),
    "process": ("an id of a process or thread", "import os\nprint(os.getpid())"),
    "marked": ("a line that starts with '2> '", "print('2> x')"),
    "awaits": ("idea.py:7: this coroutine is never awaited", NEVER_AWAITED),
}


@pytest.mark.parametrize("old", [None, "1\n"], ids=["inline", "out"])
@pytest.mark.parametrize("name", FAILING)
def test_what_fails_is_said_once_and_nothing_is_written(
    tmp_path: Path, name: str, old: str | None
) -> None:
    message, body = FAILING[name]
    path = write(tmp_path, f'"""Idea."""\nprint(1)\n{body}\n')
    if old is not None:
        path.with_suffix(".out").write_text(old, "utf-8")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    with pytest.raises(SnippetError) as caught:
        update(path)
    said = str(caught.value)
    assert message in said
    assert said.count("idea.py:") == 1
    assert "Nothing was written" in said
    assert tempfile.gettempdir() not in said.replace(str(tmp_path), "")
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_a_transcript_for_a_newer_python_alone_leaves_the_program_alone(tmp_path: Path) -> None:
    path = write(tmp_path, '"""Idea."""\nprint(1)\n')
    path.with_suffix(".3.99.out").write_text("2\n", "utf-8")
    assert update(path)
    assert path.read_text("utf-8") == '"""Idea."""\nprint(1)\n'
    assert path.with_suffix(".out").read_text("utf-8") == "1\n"


def test_a_transcript_that_is_not_utf8_is_written_anew(tmp_path: Path) -> None:
    path = write(tmp_path, '"""Idea."""\nprint(1)\n')
    path.with_suffix(".out").write_bytes(b"\xff")
    assert update(path)
    assert path.with_suffix(".out").read_text("utf-8") == "1\n"


def test_a_program_that_is_to_fail_gets_a_transcript(tmp_path: Path) -> None:
    block = '# /// script\n# [tool.lab]\n# exit = { status = 3, reason = "the lesson" }\n# ///\n'
    path = write(tmp_path, f'{block}"""Idea."""\nprint(1)\nraise SystemExit(3)\n')
    assert update(path)
    assert path.with_suffix(".out").read_text("utf-8") == "1\n"


def test_a_session_that_ends_its_process_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "idea.pycon"
    path.write_text("# Idea.\n$ python\n>>> import os; os._exit(3)\n", "utf-8")
    with pytest.raises(SnippetError, match=r"idea.pycon:2: the session ended its process"):
        update(path)


def test_what_is_left_names_the_command_that_runs_it(tmp_path: Path) -> None:
    folder = tmp_path / "topic"
    folder.mkdir()
    path = write(folder, '# /// script\n# requires-python = ">=3.14"\n# ///\n"""Idea."""\n')
    if sys.version_info < (3, 14):
        assert "`.venv/bin/python -m lab update --python 3.14 topic/idea`" in why_left(path)


OWN = """\
# /// script
# [tool.lab]
# clock = { use = "own", reason = "its loop is its own" }
# ///
\"\"\"Idea.\"\"\"

import asyncio

loop = asyncio.new_event_loop()
print(type(loop).__module__.partition(".")[0])
loop.close()
"""


def test_a_program_with_a_loop_of_its_own_runs_without_the_lab(tmp_path: Path) -> None:
    path = tmp_path / "idea.py"
    path.write_text(OWN, "utf-8")
    assert update(path)
    assert path.with_suffix(".out").read_text("utf-8") == "asyncio\n"
    path.write_text(OWN.replace("own", "wall", 1), "utf-8")
    assert update(path)
    assert path.with_suffix(".out").read_text("utf-8") == "lab\n"
