"""Each program is published as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.publish import programs
from lab.publish.site import Site


def test_programs_are_published_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = b'# /// script\n# dependencies = ["aiohttp"]\n# ///\nprint("gr\xc3\xbc\xc3\x9fe")\n'
    for name, content in {
        "topic/idea.py": source,
        "topic/idea.out": b"",
        "topic/s.pycon": b"",
    }.items():
        path = tmp_path / "snippets" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.setattr(programs, "SNIPPETS", tmp_path / "snippets")
    built = tmp_path / "site"
    built.mkdir()
    (built / "index.html").write_text("<p>home", "utf-8")
    programs.complete(Site(built))
    published = [path for path in (built / "snippets").rglob("*") if path.is_file()]
    assert published == [built / "snippets/topic/idea.py"]
    assert published[0].read_bytes() == source
