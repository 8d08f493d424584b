"""Where the sources of the site are, seen from the folder in which it is built."""

from __future__ import annotations

from pathlib import Path

SNIPPETS = Path("snippets")
"""Where snippets are."""
EXERCISES = Path("exercises")
"""Where exercises are."""
DOCS = Path("docs")
"""Where pages are."""
