"""Serve the site while it is edited: `make serve`.

Each build is a process of its own, so that it also sees what was changed in `lab/`; and the last
site that could be built stays until another can be. MkDocs does the serving, and reloads pages.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

WATCHED = ["docs", "snippets", "exercises", "lab", "mkdocs.yml"]


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
        self.root = folder / "0"
        self.root.mkdir()

    def build(self) -> bool:
        """Build it in a process of its own.

        Returns:
            Whether that succeeded: then `root` is another folder.
        """
        self._built += 1
        to = self._folder / str(self._built)
        result = subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(to)],
            env={**os.environ, "SITE_URL": self._address, "LAB_SERVES": "1"},
            check=False,
        )
        if not result.returncode:
            result = subprocess.run([sys.executable, "-m", "lab.publish", str(to)], check=False)
        if result.returncode:
            shutil.rmtree(to, ignore_errors=True)
            return False
        before, self.root = self.root, to
        shutil.rmtree(before, ignore_errors=True)
        return True


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
    for path in filter(os.path.exists, WATCHED):
        server.watch(path)
    build()
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.shutdown(wait=True)


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
