"""Print the corrections as Markdown."""

from __future__ import annotations

import sys

from tests.upstream import test_aiohttp_docs, test_python_docs
from tests.upstream.correction import CORRECTIONS


def main() -> None:
    """Print them, page by page."""
    out = []
    for title, module in [
        (f"aiohttp's documentation, {test_aiohttp_docs.VERSION}", test_aiohttp_docs),
        ("Python's documentation, 3.14", test_python_docs),
    ]:
        out.append(f"# Corrections for {title}\n")
        file = module.__name__.replace(".", "/")
        for one in sorted(CORRECTIONS, key=lambda one: one.file):
            if hasattr(module, one.test):
                out += [
                    f"## {one.file}\n",
                    f"It says: {one.says}\n",
                    f"Seen: {one.seen}\n",
                    f"Better: {one.better}\n",
                    f"Program: `{file}.py`, `{one.test}`\n",
                ]
    sys.stdout.write("\n".join(out))


if __name__ == "__main__":
    main()
