from __future__ import annotations

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
