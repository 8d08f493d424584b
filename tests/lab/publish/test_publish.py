"""All steps together: two builds of one commit give the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import lab
from lab.publish.site import Site
from tests.lab.publish.conftest import Build, contents
from tests.lab.publish.test_cards import CODE, TIMELINE

ROOT = Path(lab.__file__).parent.parent


def publish(folder: Path, **environment: str) -> Site:
    """Publish a site in a process of its own."""
    # Its pages are not those of this repository, so none of its redirects lead anywhere.
    program = (
        "import sys; from lab.publish import __main__ as m, redirects\n"
        "m.STEPS.remove(redirects.complete); sys.exit(m.main())"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        check=True,
    )
    return Site(folder)


def test_the_same_folder_gives_the_same_bytes(build: Build, tmp_path: Path) -> None:
    site = build(tasks=f"<h1>Tasks</h1>{TIMELINE}", queues=f"<h1>Queues</h1>{CODE}")
    copy = tmp_path / "copy"
    shutil.copytree(site.folder, copy)
    one = publish(site.folder, PYTHONHASHSEED="1", TZ="UTC")
    shutil.rmtree(tmp_path / ".cache")  # where cards are kept
    other = publish(copy, PYTHONHASHSEED="2", TZ="Asia/Tokyo")
    assert {"cards/learn/tasks.png", "robots.txt", "sitemap.xml"} <= contents(one).keys()
    assert contents(one) == contents(other)
