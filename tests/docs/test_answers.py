"""Each question on *Questions people ask* leads to a heading with a program that answers it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown.extensions.toc import slugify

from lab.pages import places
from tests.docs.links import anchors
from tests.docs.pages import embeds, without_front_matter
from tests.docs.sixty_questions import ASKED
from tests.support import demand

ANSWERS = Path("docs/reference/answers.md")
MOST_SENTENCES = 3
"""An answer here is short; the heading that it leads to has the rest."""

_HEADING = re.compile(r"^(?P<level>#+) (?P<text>.*?)(?: *\{ *#(?P<id>[\w-]+).*\})?$", re.M)
_LINK = re.compile(r"\[(?P<text>[^]]+)\]\((?P<file>[^)#]*\.md)#(?P<anchor>[\w-]+)\)")
_MESSAGE = re.compile(r"`([^`]* [^`]*)`")  # code with a space in it, in a heading


@dataclass(frozen=True)
class Question:
    """A question and its answer.

    Args:
        line: The line of the heading.
        text: What is asked.
        answer: The Markdown below it.
    """

    line: int
    text: str
    answer: str


def questions(page: Path) -> list[Question]:
    """The questions of a page: its headings of the third level."""
    text = without_front_matter(page)
    found = [*_HEADING.finditer(text)]
    ends = [heading.start() for heading in found[1:]] + [len(text)]
    return [
        Question(
            text[: heading.start()].count("\n") + 1, heading["text"], text[heading.end() : end]
        )
        for heading, end in zip(found, ends, strict=True)
        if heading["level"] == "###"
    ]


def section(page: Path, anchor: str) -> str:
    """What is below a heading, up to the next one that is no lower."""
    text = page.read_text("utf-8")
    found = [*_HEADING.finditer(text)]
    [heading] = [h for h in found if anchor in anchors_of(h)]
    later = [h for h in found if h.start() > heading.start()]
    after = [h.start() for h in later if len(h["level"]) <= len(heading["level"])]
    return text[heading.start() : after[0] if after else len(text)]


def anchors_of(heading: re.Match[str]) -> set[str]:
    """The anchor of a heading, as `tests.docs.links` makes it."""
    if heading["id"]:
        return {heading["id"]}
    return {slugify(re.sub(r"[`*]", "", heading["text"]), "-")}


def problems(page: Path) -> Iterator[str]:
    """What is wrong with the questions and answers of a page."""
    seen: dict[str, int] = {}
    for question in questions(page):
        at = f"{page}:{question.line}"
        if first := seen.get(question.text):
            yield f"{at}: line {first} asks the same"
        seen.setdefault(question.text, question.line)
        yield from (f"{at}: {what}" for what in _wrong_with(question, page))


def _wrong_with(question: Question, page: Path) -> Iterator[str]:
    links = [*_LINK.finditer(question.answer)]
    if len(links) != 1:
        yield "end the answer with one link to the heading that answers in full, with its #anchor"
        return
    words = " ".join(question.answer.split())
    if len(re.findall(r"[.?!](?= |$)", words)) > MOST_SENTENCES:
        yield f"an answer has at most {MOST_SENTENCES} sentences, with the link: shorten it"
    target = Path(os.path.normpath(page.parent / links[0]["file"]))
    anchor = links[0]["anchor"]
    if not target.is_file() or anchor not in anchors(target):
        return  # tests.docs.links says so
    answer = section(target, anchor)
    if "```snippet" not in answer:
        yield f"no program is below {target}#{anchor}: lead to a heading that has one"
    shown = answer + "".join(_outputs(answer))
    for message in _MESSAGE.findall(question.text):
        if " ".join(message.split()) not in " ".join(shown.split()):
            yield f"neither the text nor a program below {target}#{anchor} says `{message}`"


def _outputs(markdown: str) -> Iterator[str]:
    """The programs that a text names, and what they print."""
    for name in re.findall(r"^```snippet\n([a-z0-9_]+/[a-z0-9_]+)\.", markdown, re.M):
        for path in sorted(places.SNIPPETS.glob(f"{name}.*")):
            yield path.read_text("utf-8")


def test_each_question_leads_to_a_program() -> None:
    demand(lambda: problems(ANSWERS))


def test_there_are_questions() -> None:
    assert len(questions(ANSWERS)) > 40
    assert not list(embeds(ANSWERS)), "programs belong to the chapters"


def test_the_sixty_questions_are_answered() -> None:
    assert len(ASKED) == 60
    assert set(ASKED.values()) <= {question.text for question in questions(ANSWERS)}


PAGE = """# Questions

## Topic

### Is this asked?

Yes. See [Heading](chapter.md#a-heading).

### Is this asked?

Twice. See [Heading](chapter.md#a-heading).

### Without a program?

See [Empty](chapter.md#empty).

### Without a link?

No.

### `a message of its own`?

See [Heading](chapter.md#a-heading).

### Long?

One. Two. Three. See [Heading](chapter.md#a-heading).
"""
CHAPTER = """# Chapter

## Empty

## A heading

```snippet
topic/idea.py
```
"""


def test_each_mistake_is_found(tmp_path: Path) -> None:
    page = tmp_path / "answers.md"
    page.write_text(PAGE, "utf-8")
    (tmp_path / "chapter.md").write_text(CHAPTER, "utf-8")
    chapter = tmp_path / "chapter.md"
    assert list(problems(page)) == [
        f"{page}:9: line 5 asks the same",
        f"{page}:13: no program is below {chapter}#empty: lead to a heading that has one",
        f"{page}:17: end the answer with one link to the heading that answers in full, with its"
        " #anchor",
        f"{page}:21: neither the text nor a program below {chapter}#a-heading says"
        " `a message of its own`",
        f"{page}:25: an answer has at most 3 sentences, with the link: shorten it",
    ]
