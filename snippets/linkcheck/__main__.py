"""The command line: `python -m linkcheck --help`."""

import argparse
import asyncio
import logging
import sys
from contextlib import nullcontext
from pathlib import Path

from linkcheck.config import Settings, add_options, read_settings
from linkcheck.folder import served
from linkcheck.log import set_up
from linkcheck.service import opened, serve

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
    check.add_argument("-v", "--verbose", action="store_true")
    add_options(check, database=":memory:")
    add_options(service)
    return parser


async def check(site: str, settings: Settings) -> int:
    """Check one site; give the exit status."""
    is_folder = Path(site).is_dir()
    place = served(Path(site)) if is_folder else nullcontext(site)
    async with place as url, opened(settings) as (store, checker):
        work = asyncio.create_task(checker.run())
        check_id = await checker.add(url)
        async for progress in checker.progress(check_id):
            if sys.stderr.isatty():
                line = f"\r{progress.done} done, {progress.todo} to do "
                print(line, end="", file=sys.stderr, flush=True)
        checker.drain()
        await work
        broken = await store.broken(check_id)
    for link in broken:
        source, target = link.source, link.target
        if is_folder:
            source = source.removeprefix(url)
            target = target.removeprefix(url)
        print(f"{source or 'start page'}: {target}: {link.problem}")
    print(f"{progress.done} pages, {len(broken)} broken links")
    return 1 if broken else 0


def main() -> int:
    """Do what the command line asks; give the exit status."""
    parser = make_parser()
    options = parser.parse_args()
    try:
        settings = read_settings(options)
    except ValueError as error:
        parser.error(str(error))
    serves = options.command == "serve"
    set_up(logging.INFO if serves or options.verbose else logging.ERROR)
    try:
        if serves:
            asyncio.run(serve(settings))
            return 0
        return asyncio.run(check(options.site, settings))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
