"""Lines end where Python's own do, and nowhere else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from lab.loop.clock import VirtualClock
from lab.programs.lines import lines_of, lines_with_ends, read_output
from lab.programs.recorded import run_recorded
from lab.programs.transcript import Piece, parse, render
from lab.snippets.expected import problems
from lab.snippets.process import run_on_lab, run_process
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet
from lab.trace.tracer import Tracer

NO_ENDS = "\r \x0b \x0c \x1c \x1d \x1e \x85 \u2028 \u2029"
"""Where `str.splitlines` splits, and nothing else does."""

PROGRAM = f'''"""Say a line of many parts."""

import asyncio


async def main() -> None:
    await asyncio.sleep(0)
    print({NO_ENDS!a})  # a note: \x0c \x1c \x85 \u2028
    print("after")


asyncio.run(main())
'''


@pytest.mark.parametrize("text", ["", "a", "a\n", "\n", "a\n\nb", f"{NO_ENDS}\n{NO_ENDS}", "\n\n"])
def test_lines(text: str) -> None:
    assert "".join(lines_with_ends(text)) == text
    assert lines_of(text) == [line.removesuffix("\n") for line in lines_with_ends(text)]
    assert len(lines_of(text)) == text.removesuffix("\n").count("\n") + bool(text)


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_transcript_keeps_lines(stream: str, tmp_path: Path) -> None:
    text = f"one {NO_ENDS} line\n"
    transcript = render([Piece(stream, part) for part in ("one ", NO_ENDS, " line\n")])
    assert transcript.count("\n") == 1
    file = tmp_path / "transcript.out"
    file.write_text(transcript, "utf-8", newline="")
    assert parse(read_output(file)) == [Piece(stream, text)]


def test_a_snippet_that_prints_them(tmp_path: Path) -> None:
    path = tmp_path / "parts.py"
    path.write_text(PROGRAM, "utf-8")
    snippet = Snippet.read(path)
    assert list(snippet.body()) == list(range(3, 13))
    assert snippet.text(snippet.part("main")) == "".join(lines_with_ends(PROGRAM)[5:9])
    on_lab = run_on_lab(snippet)
    path.with_suffix(".out").write_text(render(on_lab.pieces), "utf-8", newline="")
    assert render(on_lab.pieces) == f"{NO_ENDS}\nafter\n"
    assert not problems(snippet, on_lab)
    assert not problems(snippet, run_process(snippet))


def test_the_timeline_keeps_lines(tmp_path: Path) -> None:
    path = tmp_path / "parts.py"
    path.write_text(PROGRAM, "utf-8")
    tracer = Tracer(path.name)
    run_recorded(path, clock=VirtualClock(), tracer=tracer)
    trace = tracer.trace()
    # A terminal shows nothing for control characters, and the others end no line.
    assert [line.text.strip(" ") for line in trace.prints] == ["\x85 \u2028 \u2029", "after"]
    assert [line.line for line in trace.prints] == [8, 9]


def test_a_session_keeps_lines(tmp_path: Path) -> None:
    path = tmp_path / "parts.pycon"
    path.write_text(f"$ python\n>>> print({NO_ENDS!a})\n{NO_ENDS[2:]}\n>>> 1\n1\n", "utf-8")
    session = Session.read(path)
    assert ast.literal_eval(session.source.split("(")[1].split(")")[0]) == NO_ENDS
    assert lines_of(session.shown())[-2:] == [">>> 1", "1"]
    assert len(lines_of(session.shown())) == 5
