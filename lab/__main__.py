"""The lab on the command line: `python -m lab`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lab import program
from lab.transcript import Recorder, render


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
    options = parser.parse_args(arguments)
    status: int = options.do(options)
    return status


def _add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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


if __name__ == "__main__":
    sys.exit(main())
