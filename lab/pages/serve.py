"""Serve the site while it is edited: `make serve`.

Another process builds it (`lab/pages/builder.py`), and keeps the pages that a change doesn't touch.
When `lab/` or `mkdocs.yml` changes, a new one takes its place. The last site that could be built
stays until another can be. MkDocs does the serving, and reloads pages.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

WATCHED = ["docs", "snippets", "exercises", "lab/*/", "lab/browser/*/", "mkdocs.yml"]
"""Where a change is looked for, twice a second."""
NOT_WATCHED = {"browser", "node_modules"}
"""Folders that are passed over: of the first, those in it are watched; the second has as many files
as all others together."""
BUILT_WITH = ["lab", "mkdocs.yml"]
"""What a process that builds has read when it starts: a change needs another one."""


class Site:
    """The site as it was last built.

    Args:
        address: Where it is served.
        folder: An empty folder, for builds.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self._address = address
        self._folder = folder
        self._built = 0
        self._builder: subprocess.Popen[str] | None = None
        self._builder_is_of = ""
        self.root = folder / "0"
        self.root.mkdir()
        self.rendered: list[str] = []
        """The pages that were rendered for it; the others were kept."""

    def build(self) -> bool:
        """Let the other process build it.

        Returns:
            Whether that succeeded: then `root` is another folder.
        """
        self._built += 1
        to = self._folder / str(self._built)
        if not self._ask(to):
            self.end_builder()  # what it kept may be half of something
            shutil.rmtree(to, ignore_errors=True)
            return False
        before, self.root = self.root, to
        shutil.rmtree(before, ignore_errors=True)
        return True

    def _ask(self, to: Path) -> bool:
        """Ask the process that builds, a new one if what it was started from has changed."""
        read = _digest(BUILT_WITH)
        if self._builder is None or read != self._builder_is_of:
            self.end_builder()
            self._builder = subprocess.Popen(
                [sys.executable, "-m", "lab.pages.builder"],
                env={**os.environ, "SITE_URL": self._address, "LAB_SERVES": "1"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            self._builder_is_of = read
        asked, answers = self._builder.stdin, self._builder.stdout
        if asked is None or answers is None:
            return False
        try:
            asked.write(f"{to}\n")
            asked.flush()
        except BrokenPipeError:  # it couldn't start, and has said why
            return False
        answer, *self.rendered = answers.readline().split() or [""]
        return answer == "built"

    def end_builder(self) -> None:
        """End the process that builds."""
        if self._builder is not None:
            self._builder.kill()
            self._builder.communicate()
            self._builder = None


def serve(host: str, port: int, folder: Path) -> None:
    """Serve the site until Ctrl-C, and build it at each change.

    Args:
        host: The address to listen at.
        port: The port.
        folder: An empty folder, for builds.

    Raises:
        OSError: The port is taken.
    """
    site = Site(f"http://{host}:{port}/", folder)

    def build() -> None:
        if site.build():
            server.root = str(site.root)
            say(f"built: {server.url}")
        else:
            say("not built: see above. The site stays as it was; save a change to try again")

    def error_page(code: int) -> bytes | None:
        page = site.root / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    server = LiveReloadServer(build, host, port, str(site.root))
    server.error_handler = error_page
    for path in watched():
        server.watch(str(path))
    build()
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.shutdown(wait=True)
        site.end_builder()


def watched() -> list[Path]:
    """The files and folders in which a change is looked for."""
    found = (path for name in WATCHED for path in sorted(Path().glob(name)))
    return [path for path in found if path.name not in NOT_WATCHED]


def _digest(names: list[str]) -> str:
    """A digest of files and of what is in folders, without what npm installs."""
    digest = hashlib.sha256()
    for name in names:
        found = [path for path in Path(name).rglob("*") if path.is_file()] or [Path(name)]
        for path in sorted(found):
            if path.is_file() and not {"node_modules", "__pycache__"} & set(path.parts):
                digest.update(f"{path}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def say(message: str) -> None:
    """Say something in the terminal, at once.

    Args:
        message: What to say.
    """
    print(f"serve: {message}", flush=True)


def main() -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m lab.pages.serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="async-python-lab-") as folder:
        try:
            serve(options.host, options.port, Path(folder))
        except OSError as error:
            print(f"port {options.port}: {error.strerror}; try another: make serve PORT=8001")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
