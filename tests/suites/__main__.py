"""Run another project's tests on the lab's loop: `python -m tests.suites NAME [CLOCK]`.

The suite comes from the package index, as the project's source distribution of one version. A file
beside this one lists what doesn't pass, with the reasons: `janus.txt`, say. The run succeeds if
exactly these tests fail. Of a suite that asks much of the machine, such as IPv6, what fails on
asyncio's own loop doesn't count.
"""

from __future__ import annotations

import argparse
import fnmatch
import os
import subprocess
import sys
import tarfile
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "suites"
CLOCKS = ("virtual", "wall", "none")
PYTEST = "pytest==9.2.0"
PYTEST_ASYNCIO = "pytest-asyncio==1.5.0"
SCOPE = ("-o", "asyncio_default_fixture_loop_scope=function")  # pytest-asyncio asks for it


@dataclass(frozen=True)
class Suite:
    """A project's tests.

    Attributes:
        version: of the project.
        sha256: of its source distribution.
        requirements: what its tests need, with pytest.
        options: given to pytest.
        plugins: of pytest, from this folder.
        clocks: on which it can run.
        asks_much: whether some tests fail on some machines; then they run on asyncio's loop first.
    """

    version: str
    sha256: str
    requirements: tuple[str, ...] = (PYTEST, PYTEST_ASYNCIO)
    options: tuple[str, ...] = SCOPE
    plugins: tuple[str, ...] = ("on_the_lab",)
    clocks: tuple[str, ...] = CLOCKS
    asks_much: bool = False


SUITES = {
    "aiojobs": Suite(
        "1.4.0",
        "463665c75d1fcc46c78d44375c1034abf5e3f087894b0fc5ec4dd16ef90fdc98",
        requirements=(PYTEST, PYTEST_ASYNCIO, "pytest-aiohttp==1.1.1", "aiohttp==3.14.5"),
        options=(*SCOPE, "-o", "asyncio_mode=auto"),
    ),
    "aiostream": Suite(
        "0.8.1",
        "32d180b4ab01ebb2fc59eda7fa59f496895a4d07b32fc57537d1dade2514a8a1",
        plugins=("on_the_lab", "aiostream_loop"),
        clocks=("virtual", "none"),  # its tests ask how far the clock jumped
    ),
    "anyio": Suite(
        "4.16.0",
        "59bb03251907983d1603d27c3087ddb1e93299ea2163adcdba37899a4fb12ffb",
        requirements=(
            PYTEST,
            "hypothesis==6.170.17",
            "psutil==7.2.2",
            "pytest-mock==3.17.0",
            "pytest-timeout==2.4.0",
            "trustme==1.2.1",
            "truststore==0.10.5",
        ),
        # No other backend, nor loop. A test that was refused a connection may wait for ever.
        # And what it leaves behind would be reported of the tests after it.
        options=(
            *("-k", "not trio and not uvloop", "--timeout=30", "--tb=no"),
            *("-W", "ignore::ResourceWarning"),
            *("-W", "ignore::pytest.PytestUnraisableExceptionWarning"),
            *("-W", "ignore::pytest.PytestUnhandledThreadExceptionWarning"),
        ),
        plugins=("on_the_lab", "anyio_selector"),
        asks_much=True,
    ),
    "async-timeout": Suite(
        "5.0.1", "d9321a7a3d5a6a5e187e824d2fa0793ce379a202935782d555d6e9d2735677d3"
    ),
    "janus": Suite(
        "2.0.0",
        "0970f38e0e725400496c834a368a67ee551dc3b5ad0a257e132f5b46f2e77770",
        requirements=(PYTEST, PYTEST_ASYNCIO, "pytest-codspeed==5.0.4"),
    ),
}


def main() -> str | None:
    """Run one suite; return what went wrong, if anything did."""
    parser = argparse.ArgumentParser(prog="python -m tests.suites", description=__doc__)
    parser.add_argument("name", choices=SUITES)
    parser.add_argument("clock", nargs="?", choices=CLOCKS, help="both of the lab's by default")
    parser.add_argument("options", nargs="*", help="more options for pytest, after --")
    arguments = parser.parse_args()
    name, suite = arguments.name, SUITES[arguments.name]
    if arguments.clock and arguments.clock not in suite.clocks:
        return f"{name} can't run with this clock; choose one of {', '.join(suite.clocks)}"
    folder = CACHE / f"{name}-{suite.version}"
    if not (folder / "done").exists():
        _install(name, suite, folder)
    wrong = []
    broken: set[str] = set()
    left_out = [f"--deselect={test}" for test in read_exceptions(HERE / f"{name}.txt", "not-run")]
    if suite.asks_much and arguments.clock != "none":
        broken = failures(_run(suite, "none", folder, [*arguments.options, *left_out]))
        print(f"{name}: {len(broken)} tests fail on asyncio's own loop on this machine")
    for clock in [arguments.clock] if arguments.clock else [c for c in suite.clocks if c != "none"]:
        results = _run(suite, clock, folder, [*arguments.options, *left_out])
        results = {test: outcome for test, outcome in results.items() if test not in broken}
        exceptions = [] if clock == "none" else read_exceptions(HERE / f"{name}.txt", clock)
        wrong += compare(f"{name}, {clock}", results, exceptions, not arguments.options)
    return "\n".join(wrong) or None


def _install(name: str, suite: Suite, folder: Path) -> None:
    """Download the suite and make an environment for it."""
    folder.mkdir(parents=True, exist_ok=True)
    venv.create(folder / "venv", with_pip=True, clear=True)
    wanted = folder / "sdist.txt"
    wanted.write_text(f"{name}=={suite.version} --hash=sha256:{suite.sha256}\n", encoding="utf-8")
    pip = (_python(folder), "-m", "pip", "--quiet", "--disable-pip-version-check")
    download = ("download", "--no-deps", "--no-binary", name, "--require-hashes")
    subprocess.run([*pip, *download, "-r", wanted, "-d", folder], check=True)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as sdist:
        sdist.extractall(folder, filter="data")
    subprocess.run([*pip, "install", archive, *suite.requirements], check=True)
    # For suites without options for pytest: else it would take this project's.
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "done").touch()


def _python(folder: Path) -> Path:
    windows = folder / "venv" / "Scripts" / "python.exe"
    return windows if windows.exists() else folder / "venv" / "bin" / "python"


def _run(suite: Suite, clock: str, folder: Path, options: Iterable[str]) -> dict[str, str]:
    """Run the tests, and return how each ended."""
    (tests,) = folder.glob("*/tests")
    results = folder / f"{clock}.results"
    results.unlink(missing_ok=True)
    paths = os.pathsep.join([str(ROOT), str(HERE)])
    environment = {"LAB_CLOCK": clock, "LAB_RESULTS": str(results), "PYTHONPATH": paths}
    command: list[str | Path] = [
        _python(folder),
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-o",
        "addopts=",
    ]
    for plugin in suite.plugins:
        command += ["-p", plugin]
    subprocess.run(
        [*command, *suite.options, *options],
        cwd=tests.parent,
        env={**os.environ, **environment},
        check=False,  # `compare` says which failures matter
    )
    if not results.exists():
        return {}
    ended: dict[str, str] = {}
    for line in results.read_text(encoding="utf-8").splitlines():
        outcome, _, test = line.partition(" ")
        if ended.get(test) != "failed":
            ended[test] = outcome
    return ended


def failures(results: dict[str, str]) -> set[str]:
    """Return the tests that failed."""
    return {test for test, outcome in results.items() if outcome == "failed"}


def read_exceptions(file: Path, clock: str) -> list[str]:
    """Return the tests that a list names for a clock: each a name, or a pattern with `*`.

    A line that begins with `#` gives the reason for the names under it. After a name, `virtual` or
    `wall` says that it fails with this clock only, and `not-run` that it is not even tried: asked
    for the clock `not-run`, return those.
    """
    exceptions = []
    for line in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        if line and not line.startswith("#"):
            marks = (*CLOCKS, "not-run")
            name, _, only = line.rpartition(" ") if line.endswith(marks) else (line, "", "")
            if only == clock or (not only and clock != "not-run"):
                exceptions.append(name)
    return exceptions


def _fits(test: str, exception: str) -> bool:
    # Brackets are part of names.
    return fnmatch.fnmatchcase(test, exception.replace("[", "[[]"))


def compare(run: str, results: dict[str, str], exceptions: list[str], is_whole: bool) -> list[str]:
    """Print how the tests of a run ended; return how that differs from the list of exceptions.

    Args:
        run: its name.
        results: how each test ended.
        exceptions: what `read_exceptions` returned.
        is_whole: whether all tests ran, so that each exception has to fail.
    """
    if not results:
        return [f"{run}: no test ran"]
    failed = sorted(failures(results))
    new = [test for test in failed if not any(_fits(test, name) for name in exceptions)]
    gone = [name for name in exceptions if not any(_fits(test, name) for test in failed)]
    counts = ", ".join(
        f"{list(results.values()).count(outcome)} {outcome}"
        for outcome in ("passed", "failed", "skipped")
    )
    print(f"{run}: {counts}; {len(failed) - len(new)} of the failures are listed", flush=True)
    told = [f"{run}: fails, but isn't listed: {test}" for test in new]
    return told + [f"{run}: is listed, but didn't fail: {name}" for name in gone if is_whole]


if __name__ == "__main__":
    sys.exit(main())
