from __future__ import annotations

import json

from lab.trace.perfetto import perfetto
from tests.lab.trace.tracing import trace_of

PROGRAM = """
async def main():
    print("hello")
    await asyncio.sleep(0.5)
"""


def test_each_stretch_is_an_event_in_microseconds() -> None:
    events = json.loads(perfetto(trace_of(PROGRAM)))["traceEvents"]
    assert [e["args"]["name"] for e in events if e["name"] == "thread_name"] == ["main"]
    waiting = next(e for e in events if e.get("cat") == "waiting")
    assert (waiting["ph"], waiting["ts"], waiting["dur"]) == ("X", 0, 500_000)
    assert waiting["name"] == "waiting: sleep 0.5 s"
    said = next(e for e in events if e["ph"] == "i")
    assert said["name"] == "stdout: hello"
    assert {e["pid"] for e in events} == {1}
