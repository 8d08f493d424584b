"""The older Pythons on this machine: those of pyenv, and those on the path."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

OLDER = ((3, 6), (3, 7), (3, 8), (3, 9), (3, 10))


@cache
def interpreter(version: tuple[int, int]) -> str:
    """Find a Python of some version.

    Args:
        version: Which, e.g. `(3, 8)`.

    Returns:
        Its file, or an empty text if there is none.
    """
    name = ".".join(map(str, version))
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    of_pyenv = sorted(root.glob(f"versions/{name}.*/bin/python"))
    return str(of_pyenv[-1]) if of_pyenv else shutil.which(f"python{name}") or ""
