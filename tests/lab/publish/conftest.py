from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lab.publish import cards
from lab.publish.site import Site

ADDRESS = "https://example.org/lab/"
PAGE = """<!doctype html>
<html lang="en"><head>
<meta charset="utf-8">
<meta name="description" content="{description}">
<link rel="canonical" href="{address}">
<link rel="icon" href="{root}assets/logo.svg">
<title>{title} - The Lab</title>
<script>scope=new URL("{root}",location)</script>
</head><body>
<a class="md-logo" href="{root}." title="The Lab"></a>
<article>{article}</article>
<script id="__config" type="application/json">{{"base": "{root}"}}</script>
<script src="{root}assets/run/page.js" type="module"></script>
</body></html>
"""
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">'
    '<rect width="8" height="8" rx="2" fill="#16324f"/></svg>'
)
STYLE = """
[data-md-color-scheme] { --md-hue: 1; --md-primary-fg-color: #111111; }
[data-md-color-scheme="lab-dark"] { --md-primary-fg-color: #222222; }
"""

Build = Callable[..., Site]
"""Builds a small site: the articles of its pages, by the name of the page."""


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    monkeypatch.setattr(cards, "CACHE", tmp_path / "cache")
    monkeypatch.chdir(tmp_path)  # away from the pages of this repository

    def built(**articles: str) -> Site:
        root = tmp_path / "site"
        for name, article in {"index": "<h1>Home</h1>", **articles}.items():
            place = "" if name == "index" else f"learn/{name}/"
            page = PAGE.format(
                title=name.title(),
                description=f"What {name} is &amp; isn't.",
                address=ADDRESS + place,
                root="../../" if place else "",
                article=article,
            )
            put(root / place / "index.html", page)
        put(root / "404.html", PAGE.format(
            title="", description="", address="", root="/lab/", article="lost"
        ).replace('<link rel="canonical" href="">', ""))  # fmt: skip
        put(root / "assets/logo.svg", LOGO)
        put(root / "assets/lab.css", STYLE)
        put(root / "assets/run/timeline.css", ".lab-t .run{fill:var(--a,var(--b,#123456))}")
        return Site(root)

    return built


def put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def contents(site: Site) -> dict[str, bytes]:
    """All of its files."""
    files = sorted(path for path in site.folder.rglob("*") if path.is_file())
    return {path.relative_to(site.folder).as_posix(): path.read_bytes() for path in files}
