"""The packages that a program imports, and whether its inline metadata names them."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import Distribution, distributions

from lab.snippets.snippet import NEWER_PYTHON, Snippet


def undeclared_imports(snippet: Snippet) -> Iterator[str]:
    """The imports of packages that `dependencies` should name, and doesn't.

    Args:
        snippet: The program.

    Yields:
        A message for each.
    """
    declared = {_normal(re.split(r"[^\w.-]", need)[0]) for need in snippet.metadata.dependencies}
    for module, line in _imported(snippet.tree).items():
        if module in sys.stdlib_module_names or (snippet.path.parent / f"{module}.py").is_file():
            continue
        packages = {_normal(name) for name in _packages(module)}
        at = f"{snippet.path}:{line}: "
        if packages & declared:
            continue
        if packages:
            yield at + (
                f"{module} isn't part of Python: name its package in the inline metadata,"
                f' dependencies = ["{min(packages)}"]'
            )
        elif snippet.metadata.runs_here and importlib.util.find_spec(module) is None:
            yield at + (
                f"there is no module {module} here. If it comes with a package, name that in the"
                f' inline metadata, dependencies = ["{module}"], and in the group `snippets` of'
                " pyproject.toml; then run `make lock`. If it comes with a newer Python, write"
                f" {NEWER_PYTHON}"
            )


def _imported(tree: ast.Module) -> dict[str, int]:
    """The top-level modules that a program imports, each with the first line that does."""
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                found.setdefault(alias.name.partition(".")[0], node.lineno)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.setdefault(node.module.partition(".")[0], node.lineno)
    return found


@cache
def _packages(module: str) -> list[str]:
    """The installed packages that a top-level module comes from.

    Python's `packages_distributions` looks at each file of each package.
    """
    return [package.name for package, files in _installed() if _has(files, module)]


def _has(files: str, module: str) -> bool:
    """Whether a list of files, one a line, has a module: in a folder, or in one file."""
    one_file = rf"\n{re.escape(module)}\.(?:[^/,]*\.)?(?:py|so|pyd),"
    return f"\n{module}/" in files or (f"\n{module}." in files and bool(re.search(one_file, files)))


@cache
def _installed() -> list[tuple[Distribution, str]]:
    """Each installed package, and the list of its files."""
    return [(package, "\n" + (package.read_text("RECORD") or "")) for package in distributions()]


def _normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
