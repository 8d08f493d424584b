"""The command that runs a snippet, where that isn't `python idea.py`: a module of tests, say.

Its metadata has `run = { with = "pytest -q", reason = "..." }`. What the command prints is compared
like the output of any program; its first line is the command as a reader types it.
"""

from __future__ import annotations

import os
import re
import shlex
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution

from lab.snippets.snippet import WIDEST, Snippet


def typed(snippet: Snippet) -> list[str]:
    """The commands as a reader types them, in the snippet's folder. A `;` separates two.

    Args:
        snippet: The program.
    """
    commands = snippet.metadata.command.split(";")
    return [f"{command.strip()} {snippet.path.name}" for command in commands]


def arguments(command: str) -> list[str]:
    """What follows `python` on the command line: a tool is a module, so `python -m` finds it.

    Args:
        command: The command as a reader types it.
    """
    words = shlex.split(command)
    if words[0] == "python":
        return words[1:]
    return ["-m", words[0].replace("-", "_"), *words[1:]]


def environment(snippet: Snippet) -> dict[str, str]:
    """What pytest is told, so that it behaves as where only the snippet's packages are installed.

    It loads no plugins but those of the dependencies, and doesn't read this project's settings.

    Args:
        snippet: The program.
    """
    options = ["-c", os.devnull, "--rootdir=.", "-p", "no:cacheprovider", "--color=no"]
    if "pytest-asyncio" in snippet.metadata.dependencies:  # it warns where this isn't chosen
        options += ["-o", "asyncio_default_fixture_loop_scope=function"]
    for need in snippet.metadata.dependencies:
        for plugin in _plugins(need):
            options += ["-p", plugin]
    return {
        "COLUMNS": str(WIDEST),
        "PYTEST_ADDOPTS": shlex.join(options),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONDONTWRITEBYTECODE": "1",  # pytest writes it beside the tests
        "CI": "",  # where it is set, pytest prints more
        "BUILD_NUMBER": "",
        "RUFF_NO_CACHE": "true",  # it would be a folder beside the program
    }


@cache
def _plugins(need: str) -> tuple[str, ...]:
    """The names by which a package extends pytest."""
    try:
        found = distribution(re.split(r"[^\w.-]", need)[0]).entry_points
    except PackageNotFoundError:
        return ()
    return tuple(point.name for point in found if point.group == "pytest11")
