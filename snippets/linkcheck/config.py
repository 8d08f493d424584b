"""Everything that can be set, each in one place with its help."""

import argparse
import os
from dataclasses import Field, dataclass, field, fields
from typing import Any, TypeVar

T = TypeVar("T", str, int, float)


class SettingError(Exception):
    """A setting that can't be used."""


def option(
    default: T, about: str, least: float = 1, most: float = 1e9
) -> T:
    about_it = {"about": about, "least": least, "most": most}
    return field(default=default, metadata=about_it)


@dataclass(frozen=True)
class Settings:
    database: str = option("linkcheck.db", "file that keeps checks")
    host: str = option("127.0.0.1", "address to listen at")
    port: int = option(8080, "port; 0 picks a free one", 0, 65535)
    at_once: int = option(50, "requests at once")
    per_host: int = option(10, "requests at once to one host")
    workers: int = option(200, "pages being worked on or waiting")
    queue: int = option(100, "pages read ahead from the database")
    checks: int = option(100, "unfinished checks before refusing")
    tries: int = option(4, "attempts before a page is broken")
    timeout: float = option(20.0, "seconds for one request", 0.01)
    backoff: float = option(0.5, "seconds before a retry", 0.001)
    longest_wait: float = option(60.0, "longest Retry-After obeyed", 0)
    stop_within: float = option(10.0, "seconds from SIGTERM to exit", 0)
    goodbye: float = option(0.25, "part of that for closing", 0, 1)
    others: str = option("check", "other hosts' links: check or skip")


def variable(item: Field[Any]) -> str:
    """The environment variable of a setting."""
    return f"LINKCHECK_{item.name.upper()}"


def add_options(
    parser: argparse.ArgumentParser,
    without: tuple[str, ...] = (),
    **defaults: str,
) -> None:
    """Give a parser an option for each setting, `without` some."""
    for item in fields(Settings):
        if item.name in without:
            continue
        default = defaults.get(item.name, item.default)
        parser.add_argument(
            "--" + item.name.replace("_", "-"),
            type=type(item.default),
            default=os.environ.get(variable(item), default),
            metavar=type(item.default).__name__,
            help=f"{item.metadata['about']} (%(default)s)",
        )


def read_settings(options: argparse.Namespace) -> Settings:
    """Take the settings from parsed options, or say what is wrong."""
    variables = [variable(item) for item in fields(Settings)]
    for name in os.environ:
        if name.startswith("LINKCHECK_") and name not in variables:
            raise SettingError(f"{name}: there is no such setting")
    values: dict[str, Any] = {
        item.name: getattr(options, item.name, item.default)
        for item in fields(Settings)
    }
    for item in fields(Settings):
        value = values[item.name]
        least, most = item.metadata["least"], item.metadata["most"]
        if isinstance(value, str):
            continue
        if not value >= least:
            raise SettingError(f"{item.name} must be at least {least}")
        if value > most:
            raise SettingError(f"{item.name} must be at most {most}")
    if values["others"] not in ("check", "skip"):
        raise SettingError("others must be check or skip")
    return Settings(**values)
