"""What editors, Git and pre-commit are told is what the checks ask."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

from lab.snippets.snippet import WIDEST
from tests.support import make_environment

GIT = shutil.which("git") or ""
MAKE = shutil.which("make") or ""
NO_CLONE = not GIT or not Path(".git").exists()
in_a_clone = pytest.mark.skipif(NO_CLONE, reason="asks Git, about a clone")


def editorconfig() -> ConfigParser:
    parser = ConfigParser()
    parser.read_string(Path(".editorconfig").read_text("utf-8").replace("root", "[root]\nroot", 1))
    return parser


def test_editors_are_told_the_widths_that_the_checks_ask() -> None:
    told = editorconfig()
    ruff = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["ruff"]
    assert int(told["*.py"]["max_line_length"]) == ruff["line-length"]
    assert int(told["{snippets,exercises}/**.py"]["max_line_length"]) == WIDEST
    assert told["Makefile"]["indent_style"] == "tab"
    assert told["*.{out,pycon}"]["trim_trailing_whitespace"] == "false"


def attributes(path: str) -> dict[str, str]:
    rows = subprocess.run(
        [GIT, "check-attr", "text", "eol", "linguist-generated", "--", path],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return dict(row.split(": ")[1:] for row in rows)


@in_a_clone
@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("lab/new.py", {"text": "auto", "eol": "lf"}),
        ("docs/index.md", {"text": "auto", "eol": "lf"}),
        ("snippets/home/three_at_once.out", {"text": "unset"}),
        ("tests/wrong/snippets/wrong/crlf.py", {"text": "unset"}),
        ("requirements.txt", {"linguist-generated": "set"}),
        ("requirements-site.txt", {"linguist-generated": "set"}),
        ("lab/browser/package-lock.json", {"linguist-generated": "set"}),
        ("tests/lighthouse/package-lock.json", {"linguist-generated": "set"}),
    ],
)
def test_git_keeps_line_ends_and_outputs(path: str, expected: dict[str, str]) -> None:
    assert Path(path).is_file()
    assert expected.items() <= attributes(path).items()


@in_a_clone
def test_each_file_is_as_editors_are_told() -> None:
    listed = subprocess.run([GIT, "ls-files", "-z"], capture_output=True, text=True, check=True)
    left = []
    for path in map(Path, filter(None, listed.stdout.split("\0"))):
        exempt = path.suffix in {".out", ".pycon"} or path.is_relative_to("tests/wrong")
        exempt = exempt or path.is_relative_to("tests/docs/pastes")  # as people paste them
        exempt = exempt or path.is_relative_to("tests/browser/moments")  # as Python prints them
        if exempt or not path.is_file() or path.is_relative_to("lab/browser/licences"):
            continue
        content = path.read_bytes()
        if content and (not content.endswith(b"\n") or re.search(rb"[ \t\r]$", content, re.M)):
            left.append(str(path))
    assert left == []


@pytest.mark.skipif(not MAKE, reason="asks make whether it knows the target")
def test_pre_commit_runs_only_what_make_has() -> None:
    config = yaml.safe_load(Path(".pre-commit-config.yaml").read_text("utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    entries = [hook["entry"] for repo in config["repos"] for hook in repo["hooks"]]
    assert entries == ["make check"]
    for entry in entries:
        command = [MAKE, "--dry-run", *entry.split()[1:]]
        subprocess.run(command, env=make_environment(), capture_output=True, check=True)


def test_each_folder_with_a_place_for_its_owner_is_there() -> None:
    lines = Path(".github/CODEOWNERS").read_text("utf-8").splitlines()
    folders = [found[1] for line in lines if (found := re.match(r"(?:# )?/(\S+/)", line))]
    assert len(folders) > 5
    assert [folder for folder in folders if not Path(folder).is_dir()] == []


@pytest.mark.parametrize("name", ["Makefile", "README.md"])
def test_commands_work_in_a_folder_with_a_space_in_its_name(name: str) -> None:
    """Each name that begins with the folder's is in quotes."""
    commands = re.sub(r"^export .*\n", "", Path(name).read_text("utf-8"), flags=re.MULTILINE)
    assert not re.findall(r"^.*=\$\(CURDIR\).*$|^.*assets\.ts \$.*$", commands, re.MULTILINE)
