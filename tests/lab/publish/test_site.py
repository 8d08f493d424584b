"""A built page is read and written without a loss."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lab.publish.site import Page, Site

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>a &amp; b</title></head><body><noscript><p>x</p>'
    '</noscript><svg viewBox="0 0 1 1"><path d="M0"></path></svg><pre>\n\n a &lt; b\n</pre>'
    "<template><b>t</b></template><script>if (a < b && c) {}</script>ü\n</body></html>"
)


def test_a_page_is_saved_as_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "learn/tasks/index.html"
    path.parent.mkdir(parents=True)
    path.write_text(PAGE, "utf-8")
    page = Page(path, tmp_path)
    page.save()
    once = path.read_text("utf-8")
    Page(path, tmp_path).save()
    assert path.read_text("utf-8") == once
    for part in [
        "viewBox",
        "<noscript><p>x</p></noscript>",
        "a < b && c",
        " a &lt; b",
        "ü",
        "&amp;",
    ]:
        assert part in once
    assert page.name == "learn/tasks/index.html"
    assert page.to_root == "../../"


def test_a_folder_without_a_site_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="build it first"):
        Site(tmp_path)
    result = subprocess.run(
        [sys.executable, "-m", "lab.publish", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"no site in {tmp_path}: build it first, with `make build`\n"
