"""Publish each program as a file, so that `uv run https://…/snippets/tasks/first.py` runs it.

A package is published as `snippets/<package>.zip`, too.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from lab.publish.site import Site

SNIPPETS = Path("snippets")
"""Where programs are, seen from the folder in which the site is built."""


def complete(site: Site) -> None:
    """Copy the programs as they are: their inline metadata says what they need.

    Args:
        site: The site that gets them.
    """
    for path in sorted(SNIPPETS.rglob("*.py")):
        site.write(f"snippets/{path.relative_to(SNIPPETS).as_posix()}", path.read_bytes())
    for first in sorted(SNIPPETS.glob("*/__init__.py")):
        site.write(f"snippets/{first.parent.name}.zip", _zip(first.parent))


def _zip(package: Path) -> bytes:
    """A package's modules in one file, the same bytes each time: no dates, no compression."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for path in sorted(package.glob("*.py")):
            archive.writestr(ZipInfo(f"{package.name}/{path.name}"), path.read_bytes())
    return file.getvalue()
