"""The lab on the command line: `python -m lab`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from lab import program
from lab.new import new
from lab.snippet import SnippetError
from lab.transcript import Recorder, render
from lab.update import update

SNIPPETS = Path("snippets")
PAGES = Path("docs/learn")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks.

    Args:
        arguments: The words after `python -m lab`; those of this process if not given.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m lab", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add_update(commands)
    _add_new(commands)
    options = parser.parse_args(arguments)
    status: int = options.do(options)
    return status


def _add_run(commands: Commands) -> None:
    run = commands.add_parser("run", help="run a program and record what it does")
    run.add_argument("--transcript", type=Path, help="write what it prints, in order, to this file")
    run.add_argument("file", type=Path, help="the program")
    run.add_argument("arguments", nargs=argparse.REMAINDER, help="its arguments")
    run.set_defaults(do=_run)


def _run(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        print(f"{options.file}: there is no such file", file=sys.stderr)
        return 2
    with Recorder(echo=True) as recorder:
        status = program.execute(options.file, options.arguments)
    if options.transcript:
        options.transcript.write_text(render(recorder.pieces), "utf-8", newline="")
    return status


def _add_update(commands: Commands) -> None:
    command = commands.add_parser("update", help="write down what snippets print now")
    command.add_argument("paths", nargs="*", type=Path, help="snippets; all if not given")
    command.set_defaults(do=_update)


def _update(options: argparse.Namespace) -> int:
    paths = options.paths or sorted([*SNIPPETS.rglob("*.py"), *SNIPPETS.rglob("*.pycon")])
    status = 0
    for path in paths:
        try:
            if update(path):
                print(f"updated {path}")
        except (SnippetError, OSError) as error:
            print(error, file=sys.stderr)
            status = 1
    return status


def _add_new(commands: Commands) -> None:
    command = commands.add_parser("new", help="start a snippet and its page")
    command.add_argument("name", help="topic/idea")
    command.set_defaults(do=_new)


def _new(options: argparse.Namespace) -> int:
    try:
        todo = new(options.name, SNIPPETS, PAGES)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join(todo))
    return 0


if __name__ == "__main__":
    sys.exit(main())
