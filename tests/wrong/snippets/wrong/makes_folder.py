"""A folder among the sources."""

from pathlib import Path

Path("left").mkdir(exist_ok=True)
