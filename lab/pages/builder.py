"""Build and publish the site again and again in one process: `lab/pages/serve.py` starts it.

Each line of standard input names a folder to build into; the answer, on standard output, is a line
that says whether that was done, and which pages were rendered for it.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import traceback
from pathlib import Path

from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from lab.pages import pictures
from lab.pages.kept import Kept
from lab.publish import dates
from lab.publish.__main__ import publish

BUILT, FAILED = "built", "failed"


def build(folder: Path, kept: Kept) -> None:
    """Build and publish the site.

    Args:
        folder: Where to.
        kept: Pages that earlier builds rendered.
    """
    # Another try may succeed, and git may know of a change by now.
    pictures.forget_failures()
    dates.forget_history()
    config = load_config(site_dir=str(folder))
    config.plugins.on_startup(command="build", dirty=False)
    with kept.used():
        build_site(config)
    config.plugins.on_shutdown()
    publish(folder)


def main() -> None:
    """Build for each line of standard input."""
    answers, sys.stdout = sys.stdout, sys.stderr  # what is printed is no answer
    logger = logging.getLogger("mkdocs")
    logger.setLevel(logging.WARNING)
    errors = logging.StreamHandler()
    errors.setLevel(logging.ERROR)
    errors.setFormatter(logging.Formatter("%(levelname)s - %(message)s"))
    logger.addHandler(errors)
    kept = Kept()
    with contextlib.suppress(KeyboardInterrupt):  # whoever serves the site was interrupted, too
        for line in sys.stdin:
            answer = FAILED
            try:
                build(Path(line.strip()), kept)
                answer = " ".join([BUILT, *kept.rendered])
            except (MkDocsException, FileNotFoundError, ValueError) as error:
                print(error, file=sys.stderr)
            except Exception:  # a fault in the lab, while it is edited
                traceback.print_exc()
            print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
