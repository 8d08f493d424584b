"""Docstrings in `lab/` follow one style: Google's, which ruff checks, and what ruff doesn't."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import lab
from tests.support import demand

LAB = Path(lab.__file__).parent

SECTION = re.compile(r"(Args|Attributes|Raises):$")
ENTRY = re.compile(r" {4}[\w*, ]+: [a-z]")
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def test_each_entry_begins_with_a_capital() -> None:
    files = [file for file in LAB.rglob("*.py") if "node_modules" not in file.parts]
    demand(lambda: (entry for file in sorted(files) for entry in _in_lower_case(file)))


def _in_lower_case(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        docstring = ast.get_docstring(node) if isinstance(node, DOCUMENTED) else None
        in_section = False
        for line in (docstring or "").splitlines():
            if line and not line.startswith(" "):
                in_section = bool(SECTION.match(line))
            elif in_section and ENTRY.match(line):
                yield f"{file.relative_to(LAB.parent)}: begin with a capital: {line.strip()!r}"
