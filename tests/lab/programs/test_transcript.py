from __future__ import annotations

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.programs.transcript import Piece, Recorder, parse, render, stream_text


def test_order_of_both_streams_is_kept() -> None:
    with Recorder() as recorder:
        print("one")
        print("careful", file=sys.stderr)
        print("two", end="")
    assert render(recorder.pieces) == "one\n2> careful\ntwo"


def test_streams_are_put_back_after_an_error() -> None:
    before = sys.stdout, sys.stderr
    with pytest.raises(ValueError, match="no"), Recorder():
        raise ValueError("no")
    assert (sys.stdout, sys.stderr) == before


def test_writer_is_told_of_each_write() -> None:
    heard: list[tuple[str, str]] = []
    with Recorder(lambda stream, text: heard.append((stream, text))):
        print("a", "b")
    assert ("stdout", "a") in heard
    assert "".join(text for _, text in heard) == "a b\n"


def test_output_that_looks_like_the_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="starts with '2> '"):
        render([Piece("stdout", "2> mine\n")])


LINES = st.lists(
    st.builds(
        Piece,
        st.sampled_from(["stdout", "stderr"]),
        st.text("ab >2", min_size=0, max_size=5)
        .filter(lambda text: not text.startswith("2> "))
        .map(lambda text: f"{text}\n"),
    )
)


@settings(deadline=None)
@given(LINES)
def test_what_is_written_is_read_back(pieces: list[Piece]) -> None:
    again = parse(render(pieces))
    assert again == pieces
    for stream in ("stdout", "stderr"):
        assert stream_text(again, stream) == stream_text(pieces, stream)


def test_a_program_that_closes_its_output_leaves_that_of_others_open() -> None:
    before = sys.stdout
    with Recorder() as recorder:
        print("one")
        with sys.stdout:
            print("two")
        assert sys.stdout.closed
        with pytest.raises(ValueError, match="closed file"):
            print("three")
    assert not before.closed
    assert recorder.pieces[-2:] == [Piece("stdout", "two"), Piece("stdout", "\n")]
