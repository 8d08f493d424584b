"""Build and publish the site again and again in one process: `lab/pages/serve.py` starts it.

Each line of standard input asks for something, in JSON; each gets a line on standard output.
`{"build": "folder"}` asks for the whole site. Such a build is given up when another line comes;
`{}` asks for nothing else.
`{"renew": "folder", "looked_at": ["index.md"]}` asks for the pages that a change is about, in the
site that was built last.
"""

from __future__ import annotations

import contextlib
import json
import logging
import queue
import sys
import threading
import traceback
from pathlib import Path
from typing import TextIO, TypedDict

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from lab.pages import pictures
from lab.pages.kept import Kept
from lab.pages.soon import LastBuild
from lab.publish import dates
from lab.publish.__main__ import publish

MOST_RENEWED = 4
"""How many pages are renewed at once, at most: a reader waits for them."""


class Answer(TypedDict):
    """What was done."""

    done: bool | None
    """None if a build was given up."""
    rendered: list[str]
    """The pages that were rendered for it; the others were kept."""
    changed: list[str]
    """The pages that are now served as they were not before."""


NOTHING = Answer(done=False, rendered=[], changed=[])


class GivenUp(BaseException):
    """A build is given up: no error, so nothing on its way takes it for one."""


class Builder:
    """Builds the site, and remembers what it built.

    Args:
        asked: What is asked for next.
    """

    def __init__(self, asked: queue.Queue[str]) -> None:
        self._asked = asked
        self._kept = Kept(self._give_up_if_asked)
        self._last: LastBuild | None = None

    def _give_up_if_asked(self) -> None:
        if not self._asked.empty():
            raise GivenUp

    def build(self, folder: Path) -> Answer:
        """Build and publish the site.

        Args:
            folder: Where to.

        Raises:
            GivenUp: Something else is asked for.
        """
        # Another try may succeed, and git may know of a change by now.
        pictures.forget_failures()
        dates.forget_history()
        config = load_config(site_dir=str(folder))
        built = LastBuild()
        config.plugins["lab-last-build"] = built
        config.plugins.on_startup(command="build", dirty=False)
        with self._kept.used():
            build_site(config)
        config.plugins.on_shutdown()
        publish(folder, self._give_up_if_asked)
        self._last = built
        changed = sorted(self._kept.changed)
        self._kept.all_are_served()
        return Answer(done=True, rendered=[*self._kept.rendered], changed=changed)

    def renew(self, folder: Path, looked_at: list[str]) -> Answer:
        """Renew the pages that a change is about, in the site that was built last.

        Args:
            folder: That site.
            looked_at: Pages that somebody looks at.
        """
        if self._last is None:
            return NOTHING
        renewed: list[str] = []
        pictures.forget_failures()
        pages = self._last.pages()
        with self._kept.used(pauses=False):
            about = self._kept.pages_about_changes()
            for name in dict.fromkeys([*about, *looked_at] if about else []):
                if len(renewed) < MOST_RENEWED and name in pages and self._kept.is_stale(name):
                    self._last.renew(pages[name], folder)
                    self._kept.is_served(name)
                    renewed.append(name)
            return Answer(done=bool(renewed), rendered=[*self._kept.rendered], changed=renewed)


def _do(builder: Builder, line: str) -> Answer:
    asked = json.loads(line)
    try:
        if "build" in asked:
            return builder.build(Path(asked["build"]))
        if "renew" in asked:
            return builder.renew(Path(asked["renew"]), asked["looked_at"])
    except GivenUp:
        return Answer(done=None, rendered=[], changed=[])
    except (MkDocsException, FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
    except Exception:  # a fault in the lab, while it is edited
        traceback.print_exc()
    return NOTHING


def _read(lines: TextIO, asked: queue.Queue[str]) -> None:
    for line in lines:
        asked.put(line)
    asked.put("")


def main() -> None:
    """Do what each line of standard input asks."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what is printed is no answer
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    errors = logging.StreamHandler()
    errors.setLevel(logging.ERROR)
    errors.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    logger.addHandler(errors)
    asked: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_read, args=(sys.stdin, asked), daemon=True).start()
    builder = Builder(asked)
    with contextlib.suppress(KeyboardInterrupt):  # whoever serves the site was interrupted, too
        while line := asked.get():
            print(json.dumps(_do(builder, line)), file=answers, flush=True)


if __name__ == "__main__":
    main()
