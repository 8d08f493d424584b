"""The figures of a page, as HTML: a program with its output and picture, a session, an exercise."""

from __future__ import annotations

import contextlib
import difflib
import html
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from markdown import Markdown

from lab.exercises.folder import Exercise
from lab.pages import places
from lab.pages.embed import Embed
from lab.pages.older import is_older
from lab.pages.outputs import outputs_below
from lab.pages.pictures import Picture, narrow, picture
from lab.pages.prediction import NEXT, QUESTIONS, predicted, predicted_next
from lab.pages.source import is_first, page_of, way_to_root
from lab.programs.lines import lines_of
from lab.snippets.expected import transcripts
from lab.snippets.session import Session
from lab.snippets.snippet import OLDEST, Metadata, Snippet, SnippetError, is_module, programs
from lab.trace.data import Trace


def program_figure(embed: Embed, snippet: Snippet, md: Markdown) -> str:
    """Show a program: whole or a part of it, its output, its picture, a question.

    Args:
        embed: What the page asks for.
        snippet: The program.
        md: The Markdown converter.

    Raises:
        ValueError: What is asked for can't be shown.
    """
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
        result += outputs_below(outputs, shown.prints, snippet.metadata.python)
    if drawn:
        compared = Snippet.read(places.SNIPPETS / embed.against) if embed.is_compared else None
        result += _timeline(shown, snippet, compared)
    result = below_its_questions(embed, outputs, shown.recording, result)
    bar = _run_bar(snippet.metadata, lines, snippet.body())
    body = f'{bar}{code}<div class="lab-side">{result}</div>'
    if embed.against:
        body += _changes(replace(embed, file=embed.against, part=""), snippet)
    idea = "Your program" if embed.is_playground else snippet.idea
    beside = bool(result) or embed.is_playground
    figure = _figure(embed, idea, snippet.source, snippet.metadata, body, md, beside=beside)
    return _folded(idea, figure) if "folded" in embed.options else figure


def below_its_questions(
    embed: Embed, outputs: dict[tuple[int, int], Path], recording: str, result: str
) -> str:
    """Fold a program's result below what the page asks the reader to predict, if it asks.

    Args:
        embed: What the page asks for.
        outputs: The recorded outputs, by the oldest Python that each is for.
        recording: The run as JSON; empty if the page shows none.
        result: The HTML of output and picture.

    Raises:
        ValueError: The output, or the run, doesn't answer a question.
    """
    for question in sorted(embed.options & set(QUESTIONS)):
        result = predicted(question, outputs, result)
    for step in filter(None, map(NEXT.fullmatch, embed.options)):
        if not recording:
            raise ValueError(f"{step[0]} needs `timeline` before it, and a run on the lab's loop")
        result = predicted_next(int(step[1]), Trace.from_json(recording), result)
    return result


def _changes(earlier: Embed, snippet: Snippet) -> str:
    """Show what has changed since an earlier step of a program, line by line."""
    earlier.read()  # it says if there is no such file
    before = Snippet.read(places.SNIPPETS / earlier.file)
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


def exercise_figure(exercise: Exercise, md: Markdown) -> str:
    """Show an exercise: its goal, its starter, hints and a solution.

    Args:
        exercise: The exercise.
        md: The Markdown converter.
    """
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
    name = snippet.path.relative_to(places.SNIPPETS).with_suffix("").as_posix()
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
    for path in programs(places.SNIPPETS):
        with contextlib.suppress(SnippetError):  # the page that shows it will say so
            yield Snippet.read(path)


def _with_timeline() -> Iterator[Snippet]:
    """All snippets whose timeline is asked for, on any page."""
    for page in sorted(places.DOCS.rglob("*.md")):
        for line in lines_of(page.read_text("utf-8")):
            with contextlib.suppress(ValueError, SnippetError):
                embed = Embed.parse(line)
                if embed.is_drawn and isinstance(file := embed.read(), Snippet):
                    yield file


def session_figure(embed: Embed, session: Session, md: Markdown) -> str:
    """Show a session at Python's prompt.

    Args:
        embed: What the page asks for.
        session: The session.
        md: The Markdown converter.
    """
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
    page = page_of(md, places.DOCS)
    uv = ""
    if page and embed.file.endswith(".py"):
        link = f"{way_to_root(page, places.DOCS)}snippets/{embed.file}"
        name = f'<a href="{link}" download title="Download this program">{name}</a>'
        if is_module(places.SNIPPETS / embed.file):
            package = f"{Path(embed.file).parent}.zip"
            link = f"{way_to_root(page, places.DOCS)}snippets/{package}"
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


def inline_code(text: str) -> str:
    """Write a text as HTML, with what is between backticks as code.

    Args:
        text: The text.
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
