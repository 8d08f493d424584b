"""The command line: `python -m linkcheck --help`."""

import argparse
import asyncio
import logging
import sys
from contextlib import nullcontext
from pathlib import Path

from linkcheck.config import (
    SettingError,
    Settings,
    add_options,
    read_settings,
)
from linkcheck.folder import served
from linkcheck.links import is_address
from linkcheck.log import set_up
from linkcheck.service import opened, serve
from linkcheck.stop import Stop
from linkcheck.store import Progress

ONLY_SERVE = ("host", "port", "checks", "stop_within", "goodbye")
STOPPED = 130  # what shells give for a program that Ctrl-C ended
EPILOG = """Options can also be set in the environment: --per-host of
either command is LINKCHECK_PER_HOST."""


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m linkcheck",
        description="Find links that lead nowhere.",
        epilog=EPILOG,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="check a site once")
    check.add_argument("site", help="an address, or a folder of pages")
    service = commands.add_parser("serve", help="run the HTTP service")
    check.add_argument(
        "-v", "--verbose", action="store_true", help="log each page"
    )
    add_options(check, ONLY_SERVE, database=":memory:")
    add_options(service)
    return parser


async def check(site: str, settings: Settings) -> int:
    """Check one site; give the exit status."""
    task = asyncio.current_task()
    assert task is not None
    Stop(task, within=0)  # nothing was promised, so stop at once
    is_folder = Path(site).is_dir()
    place = served(Path(site)) if is_folder else nullcontext(site)
    async with place as url, opened(settings) as (store, checker):
        async with asyncio.TaskGroup() as group:
            group.create_task(checker.run())
            check_id = await checker.add(url)
            async for progress in checker.progress(check_id):
                show(progress)
            checker.drain()
        broken = await store.broken(check_id)
    for link in broken:
        source, target = link.source, link.target
        if is_folder:
            source = source.removeprefix(url)
            target = target.removeprefix(url)
        source, target = source or "start page", target or "/"
        print(f"{source}: {target}: {link.problem}")
    print(f"pages: {progress.done}, broken links: {len(broken)}")
    return 1 if broken else 0


def show(progress: Progress) -> None:
    """Write the newest numbers over the last ones."""
    if sys.stderr.isatty():
        line = f"\r{progress.done} done, {progress.todo} to do "
        print(line, end="", file=sys.stderr, flush=True)


def main() -> int:
    """Do what the command line asks; give the exit status."""
    parser = make_parser()
    options = parser.parse_args()
    serves = options.command == "serve"
    set_up(logging.INFO if serves or options.verbose else logging.ERROR)
    try:
        settings = read_settings(options)
        if serves:
            asyncio.run(serve(settings))
            return 0
        site: str = options.site
        if not (Path(site).is_dir() or is_address(site)):
            parser.error(f"{site}: neither a folder nor an address")
        return asyncio.run(check(site, settings))
    except SettingError as error:
        parser.error(str(error))
    except (KeyboardInterrupt, asyncio.CancelledError):
        return STOPPED


if __name__ == "__main__":
    sys.exit(main())
