"""The Markdown fences that put snippets and exercises on a page.

A page names a snippet in one line, whole or by one function or class of it:

````
```snippet
coroutines/double.py
```
```snippet
chaining/check_status.py:check_status
```
```snippet
event_loop/turns.py timeline
```
````

With `against topic/other.py` at the end, the figure also shows what has changed since that program;
with `compare` before it, the reader can see both runs on one scale of time.
The word `timeline` adds a picture of the snippet's run, and `picture` shows nothing else;
`playground` shows it as the program that a reader starts from; `folded` folds the whole figure,
for a program that few read to its end. The words `predict-first`, `predict-last` and
`predict-time` fold the output, and ask the reader first which line is the first or the last, or how
long the program takes; `predict-next-3`, with a `timeline`, which task runs after step 3: see
`lab/pages/prediction.py`. An exercise is named by its folder below `exercises/`:

````
```exercise
tasks/start_before_you_wait
```
````

It is a Markdown extension, not a plugin, so that MkDocs and Zensical build the same. It is
registered in `mkdocs.yml`, under `pymdownx.superfences`, and once more by itself, so that no fence
gets lost: superfences swallows what is raised in a fence, and shows the fence as text. What comes
after the build is in `lab/publish/`.
"""

from __future__ import annotations

import contextlib
import difflib
import html
import logging
import os
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from lab.exercises.folder import Exercise
from lab.pages.older import is_older
from lab.pages.pictures import Picture, narrow, picture
from lab.pages.prediction import NEXT, QUESTIONS, predicted, predicted_next
from lab.pages.source import is_first, keep_source, page_of, way_to_root
from lab.programs.lines import lines_of, read_output
from lab.programs.transcript import Piece, parse
from lab.snippets.expected import transcripts
from lab.snippets.session import Session
from lab.snippets.snippet import (
    OLDEST,
    Metadata,
    Snippet,
    SnippetError,
    is_module,
    programs,
)
from lab.timeline.drawing import MOST_PRINTS
from lab.trace.data import Trace

SNIPPETS = Path("snippets")
"""Where snippets are, seen from the folder in which the site is built."""
EXERCISES = Path("exercises")
"""Where exercises are."""
DOCS = Path("docs")
"""Where pages are."""
OPTIONS = {"compare", "folded", "picture", "playground", "timeline", *QUESTIONS}
"""The words that may follow a snippet's name."""

# MkDocs counts the warnings of loggers below its own: that makes `--strict` fail.
_LOG = logging.getLogger("mkdocs.lab")
_FENCE = re.compile(r"[ >]*(?:```|~~~)(?P<info>[^`]+)")
_EMBED = re.compile(
    r"(?P<file>[\w./-]+\.(?:py|pycon))(?::(?P<part>[\w.]+))?(?P<options>( [\w-]+)*?)"
    r"(?: against (?P<against>[\w./-]+\.py))?"
)


@dataclass(frozen=True)
class Embed:
    """What a fence names.

    Args:
        file: The snippet or session, below `snippets/`.
        part: The function or class to show; the whole file if empty.
        options: Words of `OPTIONS`.
        against: An earlier step of the program; empty if none is named.
    """

    file: str
    part: str
    options: frozenset[str]
    against: str = ""

    @property
    def is_playground(self) -> bool:
        """Whether the reader is to change the program: it is called by the playground's name."""
        return "playground" in self.options

    @property
    def is_drawn(self) -> bool:
        """Whether a picture of its run is shown."""
        return bool(self.options & {"picture", "timeline"})

    @classmethod
    def parse(cls, source: str) -> Embed:
        """Read what a fence says.

        Args:
            source: The text of the fence.

        Raises:
            ValueError: It does not name a snippet.
        """
        if "\n" in source.strip():
            raise ValueError("name one snippet, on one line, and write ``` on the line after it")
        found = _EMBED.fullmatch(source.strip())
        if not found:
            raise ValueError(
                f"write `topic/idea.py` or `topic/idea.py:name`, not {source.strip()!r}"
            )
        options = frozenset(found["options"].split())
        if "compare" in options and not (found["against"] and "timeline" in options):
            raise ValueError("`compare` needs `timeline` before it, and `against topic/other.py`")
        if unknown := {word for word in options - OPTIONS if not NEXT.fullmatch(word)}:
            raise ValueError(f"{sorted(unknown)[0]!r} is none of: {', '.join(sorted(OPTIONS))}")
        return cls(found["file"], found["part"] or "", options, found["against"] or "")

    @property
    def is_compared(self) -> bool:
        """Whether the page offers to show its run below that of the program it is against."""
        return "compare" in self.options

    def read(self) -> Snippet | Session:
        """Read the file that is named.

        Raises:
            ValueError: There is no such file, or no such part in it.
        """
        path = SNIPPETS / self.file
        if not path.is_file():
            names = (found.relative_to(SNIPPETS).as_posix() for found in SNIPPETS.rglob("*.py*"))
            raise ValueError(f"there is no file {path}{_suggestion(self.file, names)}")
        if path.suffix == ".pycon":
            if self.part:
                raise ValueError("a session is shown whole")
            return Session.read(path)
        snippet = Snippet.read(path)
        if self.part:
            try:
                snippet.part(self.part)
            except SnippetError as error:
                raise ValueError(error.message) from error
        return snippet


def _suggestion(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def render(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **_: object,
) -> str:
    """Make the HTML of a `snippet` fence: superfences calls this.

    Args:
        source: The text of the fence.
        language: Its info string.
        css_class: The class asked for in `mkdocs.yml`.
        options: Options in its info string; it takes none.
        md: The Markdown converter.

    Returns:
        A figure. Where the fence is wrong, a box that says so, in the page, where its author
        is looking; and MkDocs is told by a warning.
    """
    try:
        _demand_no_options(language, options)
        embed = Embed.parse(source)
        file = embed.read()
        if isinstance(file, Session):
            return _session(embed, file, md)
        return _program(embed, file, md)
    except Exception as error:  # superfences would swallow it
        return _failure(source, language, md, error)


def render_exercise(
    source: str,
    language: str,
    css_class: str,
    options: dict[str, Any],
    md: Markdown,
    **_: object,
) -> str:
    """Make the HTML of an `exercise` fence: superfences calls this as it calls `render`."""
    try:
        _demand_no_options(language, options)
        return _exercise(read_exercise(source), md)
    except Exception as error:  # superfences would swallow it
        return _failure(source, language, md, error)


def accept(
    language: str,
    inputs: dict[str, str],
    options: dict[str, Any],
    attributes: dict[str, str],
    md: Markdown,
) -> bool:
    """Take a fence whatever options it has: superfences calls this before it calls `render`.

    It would show a fence with options that it doesn't know as a plain code block.

    Args:
        language: Its info string.
        inputs: The options as they are written.
        options: The options that `render` will get; this is changed.
        attributes: Attributes for the HTML; this is left empty.
        md: The Markdown converter.
    """
    options.update(inputs)
    return True


def _demand_no_options(fence: str, options: dict[str, Any]) -> None:
    if options:
        raise ValueError(f"write ```{fence} alone on its line, without {sorted(options)[0]}")


def read_exercise(source: str) -> Exercise:
    """Read the exercise that a fence names.

    Args:
        source: The text of the fence.

    Raises:
        ValueError: There is no such exercise.
        SnippetError: A file of it is missing or wrong.
    """
    folder = EXERCISES / source.strip()
    if not folder.joinpath("starter.py").is_file():
        folders = (path.parent for path in EXERCISES.rglob("starter.py"))
        names = (path.relative_to(EXERCISES).as_posix() for path in folders)
        raise ValueError(f"there is no exercise {folder}{_suggestion(source.strip(), names)}")
    return Exercise.read(folder)


def _failure(source: str, fence: str, md: Markdown, error: Exception) -> str:
    place = _place(source, fence, md)
    if isinstance(error, ValueError | SnippetError):
        return _box(fence, f"{place}: {error}")
    at = traceback.extract_tb(error.__traceback__)[-1]
    message = (
        f"{place}: {error!r} was raised in {at.filename}:{at.lineno}. That is a fault in the lab,"
        " not in the page: please report it"
    )
    return _box(fence, message, error)


def _box(fence: str, message: str, error: Exception | None = None) -> str:
    """Say in the page what is wrong, and warn of it: that makes a strict build fail."""
    _LOG.warning(message, exc_info=error)
    return (
        f'<div class="admonition failure"><p class="admonition-title">This {fence} is not'
        f" shown</p><p>{html.escape(message)}</p></div>"
    )


def _place(source: str, fence: str, md: Markdown) -> str:
    """Find the fence in its page, since Python-Markdown doesn't tell where it is."""
    page = page_of(md, DOCS)
    if page is None:
        return source.strip()
    lines = lines_of(page.read_text("utf-8"))
    for number, (opening, line) in enumerate(pairwise(lines), start=2):
        found = _FENCE.fullmatch(opening)
        if found and found["info"].split()[0] == fence and line.strip() == source.strip():
            return f"{page}:{number}"
    return f"{page}: {source.strip()}"


class _Unread(Preprocessor):
    """Finds the fences that superfences left as they are."""

    def run(self, lines: list[str]) -> list[str]:
        return [
            self._box(line, after) if _FENCE.fullmatch(line) else line
            for line, after in pairwise([*lines, ""])
        ]

    def _box(self, line: str, after: str) -> str:
        kind = line.strip("`~ >").split()[0]
        message = (
            f"{_place(after, kind, self.md)}: write ```{kind} alone on its line, and ``` alone on"
            " the line that closes it"
        )
        return f"\n\n{self.md.htmlStash.store(_box('code block', message))}\n\n"


class FenceExtension(Extension):
    """Registers with Python-Markdown what finds fences that were not read."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add to a converter what finds them.

        Args:
            md: The converter.
        """
        keep_source(md)
        md.preprocessors.register(_Unread(md), "lab_unread", 24)  # superfences has 25


def makeExtension(**options: object) -> FenceExtension:  # noqa: N802 - Python-Markdown's name
    """Make the extension: Python-Markdown calls this.

    Args:
        options: What `mkdocs.yml` sets; there is nothing to set.
    """
    return FenceExtension(**options)


def _program(embed: Embed, snippet: Snippet, md: Markdown) -> str:
    lines = snippet.part(embed.part) if embed.part else snippet.body()
    if embed.is_playground:  # as its editor does
        lines = range(1, lines.stop)
    # Line numbers where the output speaks of them.
    outputs = transcripts(snippet.path)
    numbered = any(
        re.search(r"(\bline |\.py:)\d", path.read_text("utf-8")) for path in outputs.values()
    )
    code = _highlight(md, snippet.text(lines), "python", lines.start if numbered else None)
    code = re.sub(r'<span class="c1">(?=#&gt;)', '<span class="c1 lab-inline">', code)
    if not numbered and not embed.is_playground:  # numbers and editors have lines of one height
        code = _with_gaps(code)
    drawn = embed.is_drawn
    if drawn and not snippet.metadata.on_lab and not snippet.metadata.recorder:
        raise ValueError("it runs on a loop of its own, so there is no picture of it")
    shown = picture(snippet, _with_timeline()) if drawn else Picture("", ())
    if "picture" in embed.options:
        caption = f"<figcaption>{inline_code(snippet.idea)}</figcaption>"
        # If there is none, it says why.
        drawing = narrow(shown.figure) if shown.figure else _timeline(shown, snippet)
        return f'<figure class="lab-picture">{caption}{drawing}</figure>'
    result = ""
    if drawn or not embed.part:  # a picture's numbers are those of the output's lines
        result += _older(embed, snippet)
        result += _outputs(outputs, shown.prints, snippet.metadata.python)
    if drawn:
        compared = Snippet.read(SNIPPETS / embed.against) if embed.is_compared else None
        result += _timeline(shown, snippet, compared)
    for question in sorted(embed.options & set(QUESTIONS)):
        result = predicted(question, outputs, result)
    for step in filter(None, map(NEXT.fullmatch, embed.options)):
        if not shown.recording:
            raise ValueError(f"{step[0]} needs `timeline` before it, and a run on the lab's loop")
        result = predicted_next(int(step[1]), Trace.from_json(shown.recording), result)
    bar = _run_bar(snippet.metadata, lines, snippet.body())
    body = f'{bar}{code}<div class="lab-side">{result}</div>'
    if embed.against:
        body += _changes(replace(embed, file=embed.against, part=""), snippet)
    idea = "Your program" if embed.is_playground else snippet.idea
    beside = bool(result) or embed.is_playground
    figure = _figure(embed, idea, snippet.source, snippet.metadata, body, md, beside=beside)
    return _folded(idea, figure) if "folded" in embed.options else figure


def _changes(earlier: Embed, snippet: Snippet) -> str:
    """Show what has changed since an earlier step of a program, line by line."""
    earlier.read()  # it says if there is no such file
    before = Snippet.read(SNIPPETS / earlier.file)
    old, new = (file.text(file.body()).splitlines() for file in (before, snippet))
    rows = [_changed(line) for line in list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]]
    if not rows:
        raise ValueError(f"there is no difference to {earlier.file}")
    name = Path(earlier.file).name
    return (
        '<details class="lab-changes" data-search-exclude>'
        f"<summary>What has changed since {name}</summary>"
        f"<pre><code>{''.join(rows)}</code></pre></details>"
    )


def _changed(line: str) -> str:
    if line.startswith("@@"):  # what is left out in between
        return '<span class="lab-row">⋮\n</span>'
    tag = {"+": "ins", "-": "del"}.get(line[0], "span")
    return f'<{tag} class="lab-row">{html.escape(line)}\n</{tag}>'


def _folded(idea: str, figure: str) -> str:
    """Fold a figure below its idea."""
    summary = f"<summary>Show the program: {inline_code(idea)}</summary>"
    return f'<details class="lab-folded">{summary}{figure}</details>'


def _exercise(exercise: Exercise, md: Markdown) -> str:
    starter = exercise.starter
    lines = starter.body()
    code = _with_gaps(_highlight(md, starter.text(lines), "python", None))
    solution = exercise.solution
    answer = _with_gaps(_highlight(md, solution.text(solution.body()), "python", None))
    file = f"{exercise.name}.py"
    return (
        '<figure class="lab-snippet lab-exercise lab-beside no-copy"'
        f' data-snippet="exercises/{file}"'
        f' data-copy="{html.escape(starter.source)}" data-checks="{html.escape(exercise.checks)}">'
        f'<figcaption><span class="lab-idea">{inline_code(exercise.goal)}</span>'
        f'<span class="lab-file">{Path(file).name}</span>{_badges(starter.metadata)}</figcaption>'
        f"{_run_bar(starter.metadata, lines, lines)}{code}"
        f'<div class="lab-side">{_hints(exercise.hints)}</div>'
        f'<details class="lab-solution"><summary>A solution</summary>{answer}</details></figure>'
    )


def _hints(hints: tuple[str, ...]) -> str:
    """Each hint is inside of the one before, so that a reader opens them one at a time."""
    opened = ""
    for number, hint in reversed(list(enumerate(hints, start=1))):
        summary = f"<summary>Hint {number} of {len(hints)}</summary>"
        opened = f'<details class="lab-hint">{summary}<p>{inline_code(hint)}</p>{opened}</details>'
    return opened


def _timeline(shown: Picture, snippet: Snippet, compared: Snippet | None = None) -> str:
    if shown.figure:
        label = '<span class="lab-label">Recorded timeline</span>'
        return f"{label}{shown.figure}{_steps(shown, snippet, compared)}"
    needs = ".".join(map(str, snippet.metadata.python))
    has = ".".join(map(str, sys.version_info[:2]))
    return (
        '<p class="lab-unrecorded">There is a timeline here when this site is built with Python'
        f" {needs} or newer. This time it was built with {has}, which can't run the program.</p>"
    )


def _steps(shown: Picture, snippet: Snippet, other: Snippet | None) -> str:
    """Let the reader step through the run, or compare it with that of another program.

    `lab/publish/steps.py` makes a file of each recording.
    """
    if not shown.recording:
        return ""
    name = snippet.path.name
    buttons = (
        f'<button type="button" class="lab-step" aria-expanded="false"'
        f' aria-label="Step through {name}">Step through</button>{_recording(shown, snippet)}'
    )
    if other:
        buttons += (
            '<button type="button" class="lab-compare" aria-expanded="false"'
            f' data-name="{other.path.name}">Compare with {other.path.name}</button>'
            f"{_recording(picture(other), other)}"
        )
    return (
        f'<div class="lab-step-row" data-search-exclude>{buttons}'
        '<span class="lab-step-error"></span></div>'
    )


def _recording(shown: Picture, snippet: Snippet) -> str:
    name = snippet.path.relative_to(SNIPPETS).with_suffix("").as_posix()
    recording = shown.recording.replace("<", "\\u003c")  # as JSON has it: no tag can end the script
    return (
        '<script type="application/json" class="lab-recording"'
        f' data-name="{name}">{recording}</script>'
    )


def _run_bar(metadata: Metadata, shown: range, body: range) -> str:
    """Keep room for the buttons that the page's script adds, and tell it what it can't see."""
    lines = f'data-shown="{shown.start}" data-body="{body.start}"'
    if not metadata.in_browser:
        why = html.escape(metadata.reasons["browser"])
        return f'<p class="lab-bar" {lines}>Not run in the browser: {why}.</p>'
    return f'<div class="lab-bar" {lines}></div>'


def _older(embed: Embed, snippet: Snippet) -> str:
    """While the site is served to its author: mark an output that is older than its code."""
    if not os.environ.get("LAB_SERVES") or not is_older(snippet, _programs()):
        return ""
    name = embed.file.removesuffix(".py")
    return (
        '<p class="lab-older">This output is older than the code: run'
        f" <code>make update ONLY={name}</code>.</p>"
    )


def _programs() -> Iterator[Snippet]:
    for path in programs(SNIPPETS):
        with contextlib.suppress(SnippetError):  # the page that shows it will say so
            yield Snippet.read(path)


def _with_timeline() -> Iterator[Snippet]:
    """All snippets whose timeline is asked for, on any page."""
    for page in sorted(DOCS.rglob("*.md")):
        for line in lines_of(page.read_text("utf-8")):
            with contextlib.suppress(ValueError, SnippetError):
                embed = Embed.parse(line)
                if embed.is_drawn and isinstance(file := embed.read(), Snippet):
                    yield file


def _session(embed: Embed, session: Session, md: Markdown) -> str:
    typed = "".join(example.source for example in session.examples)
    code = _highlight(md, session.shown(), "pycon", None)
    bar = _run_bar(session.metadata, shown=range(1, 1), body=range(1, 1))
    source = f' data-source="{html.escape(session.shown())}"'
    body = f'{bar}{code}<div class="lab-side"></div>'
    return _figure(embed, session.idea, typed, session.metadata, body, md, more=source)


def _highlight(md: Markdown, source: str, language: str, first_line: int | None) -> str:
    # The same call that a plain ```python fence ends in.
    fences: Any = md.preprocessors["fenced_code_block"]
    options = {"linenums": str(first_line)} if first_line else {}
    text: str = fences.highlight(
        src=source, language=language, options=options, md=md, classes=[], id_value="", attrs={}
    )
    # Names have the colour of the text anyway, and the dots between them need no other: as elements
    # of their own, they would be most of the page's.
    text = re.sub(r'<span class="(?:n|w)">([^<]*)</span>', r"\1", text)
    return text.replace('<span class="o">.</span>', ".").replace("<pre><span></span>", "<pre>")


def _with_gaps(code: str) -> str:
    """Let two empty lines take the height of one; they are copied as two."""
    return code.replace("\n\n\n", '\n<span class="lab-gap">\n\n</span>')


def _figure(
    embed: Embed,
    idea: str,
    copied: str,
    metadata: Metadata,
    body: str,
    md: Markdown,
    *,
    beside: bool = False,
    more: str = "",
) -> str:
    anchor = f' id="{embed.file}"' if is_first(md, embed.file) else ""
    classes = "lab-snippet"
    if beside:  # there is something to show beside the code
        classes += " lab-beside"
    if metadata.in_browser:  # it has a Copy button of its own
        classes += " no-copy"
    return (
        # A copy button, ours or Material's, copies what is in data-copy: here, the whole file.
        f'<figure class="{classes}"{anchor} data-snippet="{embed.file}"'
        f' data-copy="{html.escape(copied)}"{more}>'
        f'<figcaption><span class="lab-idea">{inline_code(idea)}</span>'
        f"{_file(embed, metadata, md)}{_badges(metadata)}</figcaption>"
        f"{body}</figure>"
    )


def _file(embed: Embed, metadata: Metadata, md: Markdown) -> str:
    """Name the file; a program can be downloaded, run where it is published, and edited."""
    if embed.is_playground:
        return '<span class="lab-file">playground.py</span>'
    name = f"{Path(embed.file).name}" + (f": {embed.part}" if embed.part else "")
    page = page_of(md, DOCS)
    uv = ""
    if page and embed.file.endswith(".py"):
        link = f"{way_to_root(page, DOCS)}snippets/{embed.file}"
        name = f'<a href="{link}" download title="Download this program">{name}</a>'
        if is_module(SNIPPETS / embed.file):
            package = f"{Path(embed.file).parent}.zip"
            link = f"{way_to_root(page, DOCS)}snippets/{package}"
            words = "Download the whole package"
            name += f' <a href="{link}" download title="{words}">{package}</a>'
        elif not metadata.command:
            words = "Copy the one line that runs this program on your machine"
            uv = f'<button type="button" class="lab-uv" title="{words}">uv run</button>'
    shown = f'<span class="lab-file">{name}</span>{uv}'
    repository = os.environ.get("REPO_URL", "").rstrip("/")
    if not repository:
        return shown
    link = html.escape(f"{repository}/edit/main/snippets/{embed.file}")
    return f'{shown}<a class="lab-edit" href="{link}" title="Edit this snippet">edit</a>'


def inline_code(text: str) -> str:
    """Write a text as HTML, with what is between backticks as code.

    Args:
        text: The text.
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def _badges(metadata: Metadata) -> str:
    badges = [(name, "needs this package, from PyPI") for name in metadata.dependencies]
    if metadata.python > OLDEST:
        version = ".".join(map(str, metadata.python))
        badges.insert(0, (f"Python {version}+", f"fails on a Python older than {version}"))
    if metadata.exit_status:
        badges.append((f"exit status {metadata.exit_status}", metadata.reasons["exit"]))
    return "".join(
        f'<span class="lab-badge" title="{html.escape(why)}">{html.escape(badge)}</span>'
        for badge, why in badges
    )


def _outputs(
    files: dict[tuple[int, int], Path], prints: tuple[tuple[str, str], ...], oldest: tuple[int, int]
) -> str:
    blocks = []
    starts = [max(version, oldest) for version in files]
    for path, first, following in zip(files.values(), starts, [*starts[1:], None], strict=False):
        label = "Recorded output"
        if len(files) > 1:
            label += f", Python {_versions(first, following)}"
        blocks.append(_output(label, read_output(path), prints))
    return "".join(blocks)


def _versions(first: tuple[int, int], following: tuple[int, int] | None) -> str:
    if not following:
        return f"3.{first[1]} and newer"
    last = following[1] - 1
    return f"3.{last}" if last <= first[1] else f"3.{first[1]} to 3.{last}"


def _output(label: str, transcript: str, prints: tuple[tuple[str, str], ...]) -> str:
    pieces = parse(transcript)
    lines = [piece.text.removesuffix("\n") for piece in pieces]
    # When each line was printed and by which task, if the picture is of these lines. Below them may
    # come what Python said of the exception that ended the program.
    same = lines[: len(prints)] == [line for _, line in prints]
    notes = [note for note, _ in prints] + [""] * len(lines) if same else [""] * len(lines)
    numbered = min(len(prints), MOST_PRINTS) if same else 0  # in the picture, too
    rows = [
        _row(piece, notes[at], at + 1 if at < numbered else 0) for at, piece in enumerate(pieces)
    ]
    classes = "lab-output lab-numbered no-copy" if numbered else "lab-output no-copy"
    return (
        f'<div class="{classes}"><span class="lab-label">{label}</span>'
        f"<pre><code>{''.join(rows)}</code></pre></div>"
    )


def _row(piece: Piece, note: str, number: int) -> str:
    classes, title = (
        ("lab-row lab-stderr", "standard error") if piece.stream == "stderr" else ("lab-row", "")
    )
    title = f' title="{title}"' if title else ""
    when = f' data-when="{html.escape(note)}"' if note else ""
    when += f' data-n="{number}"' if number else ""
    return f'<span class="{classes}"{title}{when}>{html.escape(piece.text)}</span>'
