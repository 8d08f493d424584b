"""The one home of running a program, recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.loop.clock import VirtualClock
from lab.programs.recorded import Recorded, run_recorded
from lab.programs.transcript import Piece, Recorder
from lab.trace.tracer import Tracer

PROGRAM = """
import asyncio, sys
async def main():
    print("before")
    await asyncio.sleep(1)
    raise ValueError(sys.argv[1])
asyncio.run(main())
"""


def test_a_program_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM, "utf-8")
    ends: list[str] = []
    tracer = Tracer(path.name)
    recorded = run_recorded(
        path,
        ["because"],
        clock=VirtualClock(),
        tracer=tracer,
        recorder=Recorder(echo=True),
        failed=lambda error: ends.append(str(error)),
    )
    assert recorded.status == 1
    assert ends == ["because"]
    assert "".join(piece.text for piece in recorded.pieces).startswith("before\nTraceback")
    assert capsys.readouterr().out == "before\n"
    trace = tracer.trace()
    assert [line.text for line in trace.prints] == ["before"]  # not what Python prints at the end
    assert trace.end.time == 1


def test_a_program_that_starts_in_another_way(tmp_path: Path) -> None:
    def start(*_: object) -> int:
        print("started")
        return 7

    recorded = run_recorded(tmp_path / "any", clock=VirtualClock(), start=start)
    assert recorded == Recorded((Piece("stdout", "started"), Piece("stdout", "\n")), 7)
