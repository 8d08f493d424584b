"""Each program is published as it is."""

from __future__ import annotations

import subprocess
import sys
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


def test_a_package_is_published_as_one_file_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "snippets/greeter"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("from greeter import words\n\nprint(words.HI)\n", "utf-8")
    (package / "words.py").write_text('HI = "gr\u00fcezi"\n', "utf-8")
    (package / "__pycache__").mkdir()
    monkeypatch.setattr(programs, "SNIPPETS", tmp_path / "snippets")
    archives = []
    for name in ("one", "two"):
        built = tmp_path / name
        built.mkdir()
        (built / "index.html").write_text("<p>home", "utf-8")
        programs.complete(Site(built))
        archives.append((built / "snippets/greeter.zip").read_bytes())
    assert archives[0] == archives[1]
    run = subprocess.run(
        [sys.executable, "-c", "import runpy; runpy.run_module('greeter', run_name='__main__')"],
        env={"PYTHONPATH": str(tmp_path / "one/snippets/greeter.zip"), "PYTHONUTF8": "1"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert run.stdout == "gr\u00fcezi\n"
