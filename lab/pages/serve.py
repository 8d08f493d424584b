"""Serve the site while it is edited: `make serve`.

Another process builds it (`lab/pages/builder.py`), and keeps the pages that a change doesn't touch.
When `lab/` or `mkdocs.yml` changes, a new one takes its place. After other changes, the pages that
they are about are shown first, in the site that was built before; then the whole site is built.
The last site that could be built stays until another can be. MkDocs does the serving, and reloads
pages.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from queue import Empty, Queue
from typing import Any

from mkdocs.livereload import LiveReloadServer, _timestamp

WATCHED = ["docs", "snippets", "exercises", "lab/*/", "lab/browser/*/", "mkdocs.yml"]
"""Where a change is looked for, twice a second."""
NOT_WATCHED = {"browser", "node_modules"}
"""Folders that are passed over: of the first, those in it are watched; the second has as many files
as all others together."""
BUILT_WITH = ["lab", "mkdocs.yml"]
"""What a process that builds has read when it starts: a change needs another one."""


LOOKED_AT = 3
"""How many of the pages that were asked for last are taken for those that somebody looks at."""
LOOKS_FOR_CHANGES = 0.05
"""How often a build of the whole site looks whether something has changed, in seconds."""


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
        self._answers: Queue[str] = Queue()
        self.root = folder / "0"
        self.root.mkdir()
        self.before = self.root
        """The site that was built before: what its pages ask for later is still there."""
        self.rendered: list[str] = []
        """The pages that were rendered for it; the others were kept."""
        self.changed: list[str] = []
        """The pages that are served as they were not before."""

    def renew(self, looked_at: list[str]) -> bool:
        """Renew the pages that a change is about, in the site that was built last.

        Args:
            looked_at: Pages that somebody looks at.

        Returns:
            Whether there were some. The other pages wait for `build`.
        """
        if self._builder is None or _digest(BUILT_WITH) != self._builder_is_of:
            return False
        return self._ask({"renew": str(self.root), "looked_at": looked_at}) is True

    def build(self, is_changed: Callable[[], bool] = lambda: False) -> bool | None:
        """Let the other process build it.

        Args:
            is_changed: Says whether the build can be given up, since another is needed anyway.

        Returns:
            Whether that succeeded: then `root` is another folder. None if it was given up.
        """
        self._built += 1
        to = self._folder / str(self._built)
        self._start_builder()
        done = self._ask({"build": str(to)}, is_changed)
        if not done:
            shutil.rmtree(to, ignore_errors=True)
            if done is False:
                self.end_builder()  # what it kept may be half of something
            return done
        gone, self.before, self.root = self.before, self.root, to
        shutil.rmtree(gone, ignore_errors=True)
        return True

    def _start_builder(self) -> None:
        """Start the process that builds, unless one runs that has read all as it is now."""
        read = _digest(BUILT_WITH)
        if self._builder is not None and read == self._builder_is_of:
            return
        self.end_builder()
        self._builder = subprocess.Popen(
            [sys.executable, "-m", "lab.pages.builder"],
            env={**os.environ, "SITE_URL": self._address, "LAB_SERVES": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._builder_is_of = read
        self._answers = Queue()
        answers = self._builder.stdout or ()
        self._reader = threading.Thread(target=_read, args=(answers, self._answers), daemon=True)
        self._reader.start()

    def _ask(
        self, what: dict[str, object], is_changed: Callable[[], bool] = lambda: False
    ) -> bool | None:
        """Ask the process that builds; say whether it did that, or None if it gave up."""
        if not self._send(what):
            return False
        has_said_so = False
        while True:
            try:
                answer = self._answers.get(timeout=LOOKS_FOR_CHANGES)
                break
            except Empty:
                if is_changed() and not has_said_so:
                    has_said_so = self._send({})
        if has_said_so:
            self._answers.get()  # to what made it give up
        if not answer:  # it has ended
            return False
        found = json.loads(answer)
        self.rendered, self.changed = found["rendered"], found["changed"]
        done: bool | None = found["done"]
        return done

    def _send(self, what: dict[str, object]) -> bool:
        """Write a line to the process that builds."""
        if self._builder is None or self._builder.stdin is None:
            return False
        try:
            self._builder.stdin.write(f"{json.dumps(what)}\n")
            self._builder.stdin.flush()
        except BrokenPipeError:  # it couldn't start, and has said why
            return False
        return True

    def end_builder(self) -> None:
        """End the process that builds."""
        if self._builder is not None:
            self._builder.kill()
            self._reader.join()
            with self._builder:
                self._builder = None


def _read(answers: Iterable[str], into: Queue[str]) -> None:
    """Read what a process answers, and at its end nothing twice: somebody may wait for two."""
    for answer in answers:
        into.put(answer)
    into.put("")
    into.put("")


class Server(LiveReloadServer):
    """MkDocs' server, which also knows what somebody looks at."""

    def __init__(self, site: Site, host: str, port: int) -> None:
        super().__init__(self._build, host, port, str(site.root))
        self._site = site
        self._asked_for: list[str] = []
        self.error_handler = self._error_page

    def _build(self) -> None:
        """Show what has changed, and then all that follows from it: MkDocs calls this."""
        site = self._site
        is_shown = site.renew(self._asked_for[:LOOKED_AT])
        if is_shown:
            self._reload()
            say(f"shown: {', '.join(site.changed)}")
        built = site.build(lambda: self._want_rebuild)
        if built:
            self.root = str(site.root)
            if not is_shown or {*self._asked_for[:LOOKED_AT]} & {*site.changed}:
                self._reload()
            say(f"built: {self.url}")
        elif built is False:
            say("not built: see above. The site stays as it was; save a change to try again")

    def _reload(self) -> None:
        """Let the pages that are open load what is there now, and let no page wait for more."""
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch = _timestamp()
            self._epoch_cond.notify_all()

    def _error_page(self, code: int) -> bytes | None:
        page = self._site.root / f"{code}.html"
        return page.read_bytes() if page.is_file() else None

    def _serve_request(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes] | None:
        """Answer a request from the site as it is once a change is shown: MkDocs calls this."""
        path = environ["PATH_INFO"]
        is_page = path.endswith(("/", ".html"))
        if is_page:
            name = f"{path.strip('/') or 'index'}.md"
            self._asked_for = [name, *(other for other in self._asked_for if other != name)]
        if not path.startswith("/livereload/"):
            # MkDocs waits, too, but then looks where the site was before it waited.
            with self._epoch_cond:
                self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
        found = super()._serve_request(environ, start_response)
        if found is None and not is_page:
            of_before = copy.copy(self)
            of_before.root = str(self._site.before)
            return LiveReloadServer._serve_request(of_before, environ, start_response)
        return found


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
    server = Server(site, host, port)
    for path in watched():
        server.watch(str(path))
    server.builder()
    try:
        server.serve()  # type: ignore[no-untyped-call]  # MkDocs gives it no types
    except KeyboardInterrupt:
        say("stopped")
    finally:
        server.shutdown(wait=server.serve_thread.is_alive())
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
