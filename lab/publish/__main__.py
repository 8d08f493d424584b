"""Complete a built site: `python -m lab.publish site`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from lab.publish import (
    cards,
    chapters,
    dates,
    feed,
    head,
    manifest,
    markdown,
    names,
    offline,
    policy,
    programs,
    redirects,
    search,
    steps,
    styles,
    tables,
)
from lab.publish.site import Site

STEPS: list[Callable[[Site], None]] = [
    programs.complete,
    steps.complete,
    chapters.complete,
    tables.complete,
    search.complete,
    cards.complete,
    head.complete,  # names the cards
    manifest.complete,
    markdown.complete,
    dates.complete,
    feed.complete,
    styles.complete,
    names.complete,  # the steps before it know files by the names of their sources
    policy.complete,  # knows each script that is in a page
    redirects.complete,
    offline.complete,  # says which build this is, so nothing comes after it
]
"""What is done to the built folder, in this order."""


def publish(folder: Path, pause: Callable[[], None] = lambda: None) -> None:
    """Complete a built site.

    Args:
        folder: Where it was built.
        pause: What is called before each step.

    Raises:
        FileNotFoundError: No site was built there.
        ValueError: A step can't be done; it says why.
    """
    site = Site(folder)
    with site.hold_pages():
        for step in STEPS:
            pause()
            step(site)


def main() -> int:
    """Do what the command line asks; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m lab.publish", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the site was built")
    folder = parser.parse_args().folder
    try:
        publish(folder)
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
