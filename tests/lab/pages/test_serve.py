"""The site is built anew at each change, and stays as it was if that fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from lab.pages.serve import Site

CONFIG = """\
site_name: Test
markdown_extensions:
  - lab.greeting
"""
EXTENSION = """\
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor


class Greet(Postprocessor):
    def run(self, text):
        return text + "GREETING"


class Greeting(Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Greet(md), "greet", 1)


makeExtension = Greeting
"""


PUBLISH = """\
import sys
from pathlib import Path

Path(sys.argv[1], "published").touch()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    for name, text in {
        "mkdocs.yml": CONFIG,
        "docs/index.md": "# Home\n",
        "lab/__init__.py": "",
        "lab/publish/__init__.py": "",
        "lab/publish/__main__.py": PUBLISH,
        "lab/greeting.py": EXTENSION.replace("GREETING", "hello"),
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return folder


def test_site_is_built_by_the_lab_as_it_is_now(project: Path, tmp_path: Path) -> None:
    (tmp_path / "builds").mkdir()
    site = Site("http://127.0.0.1:8000/", tmp_path / "builds")
    assert site.build()
    assert "hello" in (site.root / "index.html").read_text("utf-8")
    assert (site.root / "published").exists()

    (project / "lab/greeting.py").write_text("def half_written(", "utf-8")
    assert not site.build()
    assert "hello" in (site.root / "index.html").read_text("utf-8")

    (project / "lab/greeting.py").write_text(EXTENSION.replace("GREETING", "good day"), "utf-8")
    assert site.build()
    assert "good day" in (site.root / "index.html").read_text("utf-8")
    assert len(list((tmp_path / "builds").iterdir())) == 1
