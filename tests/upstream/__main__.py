"""Print the corrections as Markdown."""

from __future__ import annotations

import sys

from tests.upstream import test_aiohttp_docs
from tests.upstream.correction import CORRECTIONS


def main() -> None:
    """Print them, page by page."""
    out = [f"# Corrections for aiohttp's documentation, {test_aiohttp_docs.VERSION}\n"]
    for one in sorted(CORRECTIONS, key=lambda one: one.file):
        out += [
            f"## {one.file}\n",
            f"It says: {one.says}\n",
            f"Seen: {one.seen}\n",
            f"Better: {one.better}\n",
            f"Program: `tests/upstream/test_aiohttp_docs.py`, `{one.test}`\n",
        ]
    sys.stdout.write("\n".join(out))


if __name__ == "__main__":
    main()
