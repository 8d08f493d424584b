"""Which project is tested, and how pytest-examples runs a whole file."""

from __future__ import annotations

import contextlib
import difflib
import gc
import importlib
import inspect
import os
import re
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Literal

import pytest
from pytest_examples import run_code

from lab.exercises.folder import Exercise
from lab.pages.glossary import GLOSSARY, Term, terms
from lab.snippets import process
from lab.snippets.session import Session
from lab.snippets.snippet import Snippet, SnippetError, is_module
from tests.browser.distribution import Distribution

BROWSER = Path(__file__).parent / "browser"
Scope = Literal["session"]
ONLY_COMPUTE_LIMIT, ONLY_TIME_LIMIT = 5.0, 10.0
"""How long a program may compute, or run as a process, with `--only`, in seconds: someone waits."""

if sys.version_info < (3, 12):
    # pytest-examples 0.0.18 builds a traceback in a way that crashes pytest >= 8.4 on Python
    # 3.11. For whole files its only use, moving line numbers, is not needed.
    vars(run_code)["create_example_traceback"] = lambda *_: None


def _stack() -> list[inspect.FrameInfo]:
    """The frames of who calls this, the innermost first, without looking for their sources."""
    found = []
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        place = code.co_filename, frame.f_lineno, code.co_name
        found.append(inspect.FrameInfo(frame, *place, code_context=None, index=None))
        frame = frame.f_back
    return found


# For each `print` of a program, pytest-examples asks for the source around each frame of the stack,
# and then looks at one frame's file and line.
vars(run_code)["inspect"] = SimpleNamespace(**{**vars(inspect), "stack": _stack})
# Hypothesis would load Trio, which no test here lets it know of, into each process of pytest.
os.environ.setdefault("HYPOTHESIS_NO_PLUGINS", "1")
# Where a property fails, Hypothesis would write a patch with libcst, if it can. That ends pytest
# with an `AttributeError` once Twisted is loaded: its interfaces change what all classes have.
sys.modules["hypothesis.extra._patching"] = None  # type: ignore[assignment]  # can't be imported


def pytest_sessionstart() -> None:
    """Let the library that makes certificates see Python's own `datetime`.

    It keeps the class that it sees first. While the lab runs a program, that is the lab's, and
    then no other date is one to it, in the whole process.
    """
    with contextlib.suppress(ImportError):  # an environment from before it was needed
        trustme = importlib.import_module("trustme")
        trustme.CA()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only",
        default="",
        help="check what these snippets, exercises and pages touch, and nothing else: topic/idea",
    )
    parser.addoption(
        "--project",
        type=Path,
        default=Path(),
        help="the folder that holds snippets/ and docs/ (the tests of the tests name another)",
    )


@pytest.hookimpl(optionalhook=True)  # some run without pytest-xdist
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    return Distribution(config, log) if config.getoption("dist") == "loadscope" else None


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("update_examples", default=False):
        raise pytest.UsageError("`make update` rewrites expected outputs, not --update-examples")
    if config.getoption("only"):
        process.COMPUTE_LIMIT = min(process.COMPUTE_LIMIT, ONLY_COMPUTE_LIMIT)
        process.TIME_LIMIT = min(process.TIME_LIMIT, ONLY_TIME_LIMIT)
    # A shell lets what it runs in the background ignore Ctrl-C: so would the processes of tests.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not _leaves_out_browsers(config):
        from tests.browser.shared_site import SharedSite  # imports Playwright

        config.pluginmanager.register(SharedSite())


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Don't even import the tests in a browser where all of them would be left out."""
    return True if collection_path == BROWSER and _leaves_out_browsers(config) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep all that is collected out of the garbage collector's way, for good.

    Some tests look through all that it follows, and the lab collects garbage after each program:
    with a million objects of pytest, its plugins and thousands of tests, that takes half a second.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()
        # Each run of a program freezes what there is, and thaws it at its end: that would be all.
        gc.freeze, gc.unfreeze = partial(_collect_and, gc.freeze), _leave_frozen


def _collect_and(freeze: Callable[[], None]) -> None:
    gc.collect()  # what is garbage already would never be found
    freeze()


def _leave_frozen() -> None:
    pass


def _leaves_out_browsers(config: pytest.Config) -> bool:
    return "not browser" in config.getoption("markexpr")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    project: Path = metafunc.config.getoption("project")
    runs = metafunc.definition.get_closest_marker("runs") is not None
    for name, folder, pattern in [
        ("snippet_path", "snippets", "*.py"),
        ("session_path", "snippets", "*.pycon"),
        ("page", "docs", "*.md"),
    ]:
        if name in metafunc.fixturenames:
            paths = sorted((project / folder).rglob(pattern))
            if metafunc.function.__name__ != "test_snippet_keeps_the_contract":
                paths = [path for path in paths if not is_module(path)]
            values = [_parameter(path, project / folder, runs) for path in paths]
            # The tests of a snippet follow each other, whatever module they are in: most in one
            # process, which then looks only once whether the contract is kept.
            scope: Scope | None = "session" if _leaves_out_browsers(metafunc.config) else None
            metafunc.parametrize(name, values, scope=scope)
    if "exercise_folder" in metafunc.fixturenames:
        folders = sorted(
            {path.parent for name in EXERCISE for path in (project / "exercises").rglob(name)}
        )
        names = [path.relative_to(project / "exercises").as_posix() for path in folders]
        metafunc.parametrize("exercise_folder", folders, ids=names, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    names = config.getoption("only").split()
    if names:
        project = config.getoption("project")
        wanted = {path for name in names for path in touched(project, name)}
        kept = [item for item in items if _subjects(item) & wanted]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


EXERCISE = ("starter.py", "solution.py", "checks.py")
"""What an exercise has: a folder with one of them is one, even if the others are missing."""


def touched(project: Path, name: str) -> set[Path]:
    """What to check for a name: the file itself, and the pages that show it."""
    bare = re.sub(r"^(snippets|exercises|docs)/|\.(py|pycon|md|out)$|/$", "", name)
    snippets, pages = project / "snippets", project / "docs"
    files = [snippets / f"{bare}.py", snippets / f"{bare}.pycon", pages / f"{bare}.md"]
    found = {path for path in files if path.is_file()}
    if any((project / "exercises" / bare / name).is_file() for name in EXERCISE):
        found.add(project / "exercises" / bare)
    if not found:
        raise pytest.UsageError(
            f"no snippet, exercise or page is named {name}{_suggestion(project, bare)}"
        )
    if pages / "reference/glossary.md" in found:
        found |= {pages / chapter for term in terms(GLOSSARY) for chapter in _taught(term)}
    if files[-1] in found:
        found |= set(_left_behind(files[-1], pages))
    for page in pages.rglob("*.md"):
        if re.search(
            rf"^ *{re.escape(bare)}(\.py|\.pycon)?\b", page.read_text("utf-8", "replace"), re.M
        ):
            found.add(page)
    return found


def _left_behind(changed: Path, pages: Path) -> Iterator[Path]:
    """The pages that link to a heading which the changed page doesn't have any more."""
    from tests.docs.links import anchors, links, normal  # not what each process needs

    there = anchors(changed)
    for page in pages.rglob("*.md"):
        if f"{changed.name}#" in page.read_text("utf-8", "replace"):
            for _, target in links(page):
                file, _, anchor = target.partition("#")
                if anchor and anchor not in there and normal(page.parent / file) == normal(changed):
                    yield page


def _taught(term: Term) -> set[Path]:
    """Where a term is taught, as seen from `docs/`."""
    return {Path(os.path.normpath(Path("reference") / chapter)) for chapter in term.chapters}


def _suggestion(project: Path, name: str) -> str:
    names = {
        path.relative_to(project / folder).with_suffix("").as_posix()
        for folder in ("snippets", "docs")
        for path in (project / folder).rglob("*.*")
    }
    names |= {"/".join(path.parts[-3:-1]) for path in (project / "exercises").rglob("starter.py")}
    close = difflib.get_close_matches(name, sorted(names), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def _subjects(item: pytest.Item) -> set[object]:
    """The files that a test is about."""
    call = getattr(item, "callspec", None)
    return {value for value in call.params.values() if isinstance(value, Path)} if call else set()


def _parameter(path: Path, folder: Path, runs: bool) -> object:
    marks = []
    version, here = _python(path), sys.version_info[:2]
    if runs and version > here:
        why = (
            f"{path}:1: needs Python {_text(version)}, says its requires-python:"
            f" so it has to fail on {_text(here)}"
        )
        marks.append(pytest.mark.xfail(reason=why))
    return pytest.param(path, id=path.relative_to(folder).as_posix(), marks=marks)


def _text(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _python(path: Path) -> tuple[int, int]:
    try:
        if path.suffix == ".py":
            return Snippet.read(path).metadata.python
        if path.suffix == ".pycon":
            return Session.read(path).metadata.python
    except SnippetError:
        pass  # test_contract reports it
    return 0, 0


@pytest.fixture(scope="session")
def exercise(exercise_folder: Path) -> Exercise:
    """An exercise below `exercises/`: each test that takes it is run for each."""
    try:
        return Exercise.read(exercise_folder)
    except SnippetError as error:
        pytest.skip(reason=f"{error}; test_exercise_keeps_the_contract fails with that")


@pytest.fixture
def project(request: pytest.FixtureRequest) -> Path:
    """The folder that holds `snippets/` and `docs/`."""
    folder: Path = request.config.getoption("project")
    return folder
