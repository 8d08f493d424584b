from __future__ import annotations

from pathlib import Path

import pytest

from lab.programs.recorded import Recorded
from lab.programs.transcript import Piece, parse
from lab.snippets.expected import expected, problems, transcripts
from lab.snippets.snippet import Snippet


def write(folder: Path, **files: str) -> Snippet:
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, "utf-8")
    return Snippet.read(folder / "idea.py")


def printed(*lines: str, status: int = 0) -> Recorded:
    return Recorded(tuple(Piece("stdout", f"{line}\n") for line in lines), status)


INLINE = '"""Idea."""\nprint(1)\n#> 1\nprint(2)\n#> 2\n'


def test_inline_output_is_compared_from_top_to_bottom(tmp_path: Path) -> None:
    snippet = write(tmp_path, idea__py=INLINE)
    assert problems(snippet, printed("1", "2")) == []
    (problem,) = problems(snippet, printed("1", "3"))
    assert problem.startswith(f"{snippet.path}:5: printed something else")
    (problem,) = problems(snippet, printed("2", "1"))
    assert "create idea.out beside it" in problem


def test_newer_python_has_a_transcript_of_its_own(tmp_path: Path) -> None:
    snippet = write(tmp_path, idea__py='"""Idea."""\n', idea__out="old\n", idea__3__14__out="new\n")
    assert list(transcripts(snippet.path)) == [(3, 0), (3, 14)]
    assert expected(snippet, (3, 13)).text == "old\n"
    assert expected(snippet, (3, 14)).text == "new\n"
    assert expected(snippet, (3, 15)).text == "new\n"


def test_transcript_of_a_longer_name_is_another_snippets(tmp_path: Path) -> None:
    snippet = write(tmp_path, idea__py='"""Idea."""\n', idea_two__out="other\n")
    assert transcripts(snippet.path) == {}


def test_exit_status_is_compared(tmp_path: Path) -> None:
    snippet = write(tmp_path, idea__py=INLINE)
    (problem,) = problems(snippet, printed("1", "2", status=3))
    assert "exit status 3, expected 0" in problem


@pytest.mark.parametrize("at", range(len("a 0\n2> b\nc")))
def test_any_changed_character_of_a_transcript_is_found(tmp_path: Path, at: int) -> None:
    text = "a 0\n2> b\nc"
    run = Recorded(tuple(parse(text)), 0)
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]
    assert problems(write(tmp_path, idea__py='"""Idea."""\n', idea__out=text), run) == []
    assert problems(write(tmp_path, idea__py='"""Idea."""\n', idea__out=changed), run)


REPORT = "Executing <Task pending name='Task-1' coro=<main() running>> took 0.106 seconds\n"


@pytest.mark.parametrize(("recorded", "wrong"), [("2> sorry\n", 0), (f"2> {REPORT}2> sorry\n", 1)])
def test_a_report_of_a_busy_machine_is_no_output_unless_it_is_the_lesson(
    tmp_path: Path, recorded: str, wrong: int
) -> None:
    path = tmp_path / "says.py"
    path.write_text('"""Says sorry."""\n')
    path.with_suffix(".out").write_text(recorded)
    for pieces in ([("stderr", "sorry\n")], [("stderr", REPORT), ("stderr", "sorry\n")]):
        run = Recorded(tuple(Piece(*piece) for piece in pieces), status=0)
        assert len(problems(Snippet.read(path), run)) == (wrong if len(pieces) == 1 else 0)
