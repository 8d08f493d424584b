"""A built site: its pages, and the files beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser


class Page:
    """A built page.

    Args:
        path: Its HTML file.
        root: The folder of the site.
    """

    def __init__(self, path: Path, root: Path) -> None:
        self.path = path
        self.name = path.relative_to(root).as_posix()
        """Its file's name below the site's root: `learn/tasks/index.html`."""
        self.html = LexborHTMLParser(path.read_text("utf-8"))
        """The parsed page; what a step changes here is written by `save`."""

    @property
    def to_root(self) -> str:
        """The address of the site's root, as seen from this page: `../../`."""
        return "../" * self.name.count("/")

    def save(self) -> None:
        """Write the page as it is now."""
        written = self.html.clone()
        for block in written.css("pre, textarea"):
            # A parser drops the first line break in these, and the serializer writes none for it.
            if (block.inner_html or "").startswith("\n"):
                block.inner_html = f"\n{block.inner_html}"
        self.path.write_text(written.html or "", "utf-8", newline="\n")


class Site:
    """A built site.

    Args:
        folder: Where it was built.

    Raises:
        FileNotFoundError: No site was built there.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.joinpath("index.html").is_file():
            raise FileNotFoundError(f"no site in {folder}: build it first, with `make build`")
        self.folder = folder

    def pages(self) -> Iterator[Page]:
        """Read each page, in the order of their names."""
        for path in sorted(self.folder.rglob("*.html")):
            yield Page(path, self.folder)

    def write(self, name: str, content: bytes) -> None:
        """Write a file.

        Args:
            name: Its name below the site's root.
            content: What is in it.
        """
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
