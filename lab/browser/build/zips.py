"""Compile Python modules and pack them; runs in Pyodide, so that the bytecode is its own.

`assets.ts` puts what is to be packed into Pyodide's file system, and calls a function of this file.
It starts Python with PYTHONNODEBUGRANGES: a tenth less to load, and a page has no source of these
modules under which a traceback could draw its marks.
"""

import importlib
import sys

# Imported by programs of this site so often that a reader should not wait for them.
CORE = """
__future__ ast asyncio bisect code collections concurrent.futures.thread contextlib contextvars
copy dataclasses datetime enum functools gc hashlib heapq inspect io itertools json linecache
logging math operator os pathlib queue random re selectors signal socket string struct sys
textwrap threading time traceback types typing warnings weakref zlib
_threading_local
"""
for name in CORE.split():
    importlib.import_module(name)
USED = {getattr(module, "__file__", None) or "" for module in sys.modules.values()}

# ruff: noqa: E402 - only now: what this file itself needs is not to be counted as used
import ast
import importlib.util
import zipfile
from importlib import _bootstrap_external
from pathlib import Path
from typing import Any

ALWAYS = {f"encodings/{name}.py" for name in ("aliases", "ascii", "latin_1", "utf_8", "idna")}
# A warning ends in another line where tracemalloc can be imported; so it is there from the start.
ALWAYS |= {"tracemalloc.py", "pickle.py", "_compat_pickle.py", "copyreg.py", "fnmatch.py"}
# They are in Python itself, which only says that it has them from files.
FROZEN = {"importlib/_bootstrap.py", "importlib/_bootstrap_external.py"}
# Not for a page: they need a screen, other processes or files, or lead out of Python.
DROPPED = """
_pyrepl antigravity bdb cProfile cmd ctypes doctest ensurepip idlelib lib2to3 modulefinder
multiprocessing pdb profile pstats pydoc pydoc_data rlcompleter sqlite3 test this tkinter trace
turtle turtledemo venv webbrowser zipapp pyodide _pyodide
"""


def compiled(source: bytes, path: str) -> bytes:
    """Compile a module, without its docstrings.

    Args:
        source: The module.
        path: Where it will be in the page.

    Returns:
        The content of a `.pyc` file that Python takes without looking for the source.
    """
    tree = ast.fix_missing_locations(_without_docstrings(ast.parse(source)))
    code = compile(tree, path, "exec", dont_inherit=True)
    write: Any = _bootstrap_external
    content: bytes = write._code_to_hash_pyc(code, importlib.util.source_hash(source), False)
    return content


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = node.body[0] if node.body else None
            if (
                isinstance(first, ast.Expr)
                and isinstance(first.value, ast.Constant)
                and isinstance(first.value.value, str)
            ):
                if len(node.body) == 1:
                    first.value.value = ""
                else:
                    del node.body[0]
    return tree


class Pack:
    """A zip file that is the same each time it is made of the same files."""

    def __init__(self, path: str) -> None:
        self._zip = zipfile.ZipFile(path, "w")
        self.packages: set[str] = set()
        self.names: list[str] = []

    def add(self, name: str, content: bytes) -> None:
        """Add a file."""
        if "/" in name:
            self.packages.add(name.rpartition("/")[0].replace("/", "."))
        self.names.append(name)
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        self._zip.writestr(info, content, zipfile.ZIP_DEFLATED, 9)

    def close(self) -> None:
        """Write the list of files."""
        self._zip.close()


def pack_folder(folder: str, target: str, place: str) -> None:
    """Pack the modules of a folder, compiled; and other files, such as licences, as they are."""
    pack = Pack(target)
    for path in sorted(Path(folder).rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            continue
        if path.suffix == ".py":
            pack.add(name + "c", compiled(path.read_bytes(), f"{place}/{name}"))
        else:
            pack.add(name, path.read_bytes())
    pack.close()


def _module(name: str) -> str:
    """Return the name of the module that a file holds."""
    return name.removesuffix(".pyc").removesuffix("/__init__").replace("/", ".")


def pack_stdlib(path: str, core_path: str, rest_path: str, place: str) -> None:
    """Pack what starts Python and what most programs import; and apart from it, the rest.

    A package may have modules in both; `lab.browser.worker.modules.add_zip` joins them, and reads
    in the first pack what the second one holds.
    """
    source = zipfile.ZipFile(path)
    core, rest = Pack(core_path), Pack(rest_path)
    used = {file.partition("python314.zip/")[2] for file in USED} - FROZEN
    for name in sorted(source.namelist()):
        top = name.partition("/")[0].removesuffix(".py")
        pack = core if name in used | ALWAYS or top == "site-packages" else rest
        if name.endswith("/") or (pack is rest and top in DROPPED.split()):
            continue
        content = source.read(name)
        if name.endswith(".py"):
            pack.add(name + "c", compiled(content, f"{place}/{name}"))
        else:
            pack.add(name, content)
    core.add("rest.txt", "\n".join(sorted(map(_module, rest.names))).encode())
    rest.add("split.txt", "\n".join(sorted(core.packages & rest.packages)).encode())
    core.close()
    rest.close()
