"""What the chapter's programs show as the package's code is the package's code."""

from __future__ import annotations

from pathlib import Path

from lab.snippets.snippet import Snippet


def part(path: str, name: str) -> str:
    snippet = Snippet.read(Path("snippets") / path)
    return snippet.text(snippet.part(name))


def test_copies_are_the_same() -> None:
    for name in ("Stopping", "Limits"):
        assert part("service/pauses_a_host.py", name) == part("linkcheck/limits.py", name)
    assert part("service/stops_twice.py", "Stop") == part("linkcheck/stop.py", "Stop")
