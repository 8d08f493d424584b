"""A page's card shows its title and a run of its program."""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import pytest

from lab.publish import cards
from tests.lab.publish.conftest import Build

TIMELINE = (
    '<figure class="lab-timeline"><div class="lab-wide"><svg class="lab-t" viewBox="0 0 720 900">'
    '<title>a & b</title><rect class="run" width="720" height="900"/><text>a &nbsp; &lt;</text>'
    "</svg></div></figure>"
)
CODE = '<figure class="lab-snippet"><pre>import asyncio\n\n  print("a &lt; b")</pre></figure>'


def test_each_page_has_a_card_of_the_size_that_chats_ask_for(build: Build) -> None:
    site = build(drawn=TIMELINE, code=CODE)
    cards.complete(site)
    pictures = {
        path.relative_to(site.folder).as_posix(): path.read_bytes()
        for path in site.folder.rglob("*.png")
    }
    assert sorted(pictures) == ["cards/index.png", "cards/learn/code.png", "cards/learn/drawn.png"]
    for png in pictures.values():
        assert struct.unpack(">II", png[16:24]) == (1200, 630)
    assert len(set(pictures.values())) == 3


def test_the_same_page_gives_the_same_bytes(build: Build, tmp_path: Path) -> None:
    site = build(drawn=TIMELINE, code=CODE)
    cards.complete(site)
    before = [path.read_bytes() for path in sorted(site.folder.rglob("*.png"))]
    shutil.rmtree(tmp_path / "cache")
    cards.complete(site)
    assert [path.read_bytes() for path in sorted(site.folder.rglob("*.png"))] == before


def test_a_card_that_was_drawn_before_is_not_drawn_again(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = build()
    cards.complete(site)
    monkeypatch.setattr("resvg_py.svg_to_bytes", None)
    cards.complete(site)


def test_colours_of_a_timeline_are_those_of_its_style_sheet(build: Build) -> None:
    style = cards._style(build())
    assert ".lab-t .run{fill:#123456}" in style
    assert "var(" not in style
