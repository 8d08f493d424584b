"""Everything that can be set, each in one place with its help."""

import argparse
import os
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

T = TypeVar("T", str, int, float)


def option(default: T, about: str, least: float = 1) -> T:
    return field(
        default=default, metadata={"about": about, "least": least}
    )


@dataclass(frozen=True)
class Settings:
    database: str = option("linkcheck.db", "file that keeps checks")
    host: str = option("127.0.0.1", "address to listen at")
    port: int = option(8080, "port; 0 picks a free one", least=0)
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
    others: str = option("check", "other hosts' links: check or skip")


def add_options(
    parser: argparse.ArgumentParser, **defaults: str
) -> None:
    """Give a parser an option for each setting."""
    for item in fields(Settings):
        variable = f"LINKCHECK_{item.name.upper()}"
        default = defaults.get(item.name, item.default)
        parser.add_argument(
            "--" + item.name.replace("_", "-"),
            type=type(item.default),
            default=os.environ.get(variable, default),
            metavar=type(item.default).__name__,
            help=f"{item.metadata['about']} (%(default)s)",
        )


def read_settings(options: argparse.Namespace) -> Settings:
    """Take the settings from parsed options, or say what is wrong."""
    values: dict[str, Any] = {
        item.name: getattr(options, item.name)
        for item in fields(Settings)
    }
    for item in fields(Settings):
        value, least = values[item.name], item.metadata["least"]
        if not isinstance(value, str) and not value >= least:
            raise ValueError(f"{item.name} must be at least {least}")
    if values["others"] not in ("check", "skip"):
        raise ValueError("others must be check or skip")
    return Settings(**values)
