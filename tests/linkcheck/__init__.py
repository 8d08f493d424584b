"""Tests of the package that a chapter reads; they import it from where it is."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "snippets"))
