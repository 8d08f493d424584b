from __future__ import annotations

import html
import logging
import re
from pathlib import Path

import pytest
from markdown import Markdown

from lab.pages import fence, figure, older, pictures, places, run_many

FENCES = [
    {"name": "snippet", "class": "snippet", "format": fence.render, "validator": fence.accept},
    {
        "name": "exercise",
        "class": "exercise",
        "format": fence.render_exercise,
        "validator": fence.accept,
    },
]


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "SNIPPETS", tmp_path / "snippets")
    monkeypatch.setattr(places, "EXERCISES", tmp_path / "exercises")
    monkeypatch.setattr(places, "DOCS", tmp_path / "docs")
    monkeypatch.setattr(older, "CACHE", tmp_path / "outputs")
    monkeypatch.delenv("REPO_URL", raising=False)
    monkeypatch.delenv("LAB_SERVES", raising=False)
    write(tmp_path, "snippets/topic/idea.py", '"""The `idea`."""\n\nprint("a < b")\n#> a < b\n')


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def page(body: str, kind: str = "snippet") -> str:
    return convert(f"```{kind}\n{body}\n```\n")


def convert(markdown: str) -> str:
    superfences = "pymdownx.superfences"
    md = Markdown(
        extensions=["pymdownx.highlight", superfences, "lab.pages.fence"],
        extension_configs={superfences: {"custom_fences": FENCES}},
    )
    return str(md.convert(markdown))


def text(element: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", element))


def test_whole_snippet_is_shown_without_its_docstring() -> None:
    shown = page("topic/idea.py")
    assert 'class="lab-idea">The <code>idea</code>.<' in shown
    assert 'print("a < b")\n#> a < b' in text(shown)
    assert '"""' not in text(shown)


def test_part_shows_one_function_and_no_output(tmp_path: Path) -> None:
    source = '"""Idea."""\n\n\ndef one():\n    return 1\n\n\ndef two():\n    print(2)\n\n\ntwo()\n'
    write(tmp_path, "snippets/topic/parts.py", source)
    write(tmp_path, "snippets/topic/parts.out", "2\n")
    shown = page("topic/parts.py:one")
    assert "def one" in text(shown)
    assert "def two" not in text(shown)
    assert "lab-output" not in shown
    assert html.escape(source) in shown  # what the copy button copies


def test_part_with_a_picture_has_the_output_whose_lines_the_picture_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = '"""Idea."""\n\n\ndef one():\n    print(1)\n\n\none()\n'
    write(tmp_path, "snippets/topic/parts.py", source)
    write(tmp_path, "snippets/topic/parts.out", "1\n")
    monkeypatch.setattr(figure, "picture", lambda *_: pictures.Picture("<svg></svg>", ()))
    shown = page("topic/parts.py:one timeline")
    assert "lab-output" in shown
    assert "<svg>" in shown


def test_a_picture_can_be_alone_and_is_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    drawings = "".join(
        f'<div class="{name}" style=""><noscript><svg></svg>{name}</noscript></div>'
        for name in ("lab-wide", "lab-narrow")
    )
    monkeypatch.setattr(figure, "picture", lambda *_: pictures.Picture(drawings, ()))
    shown = page("topic/idea.py picture")
    assert '<figure class="lab-picture"><figcaption>The <code>idea</code>.' in shown
    assert "lab-narrow" in shown
    assert "lab-wide" not in shown
    assert "print(" not in shown
    assert "lab-output" not in shown


def test_two_empty_lines_are_low_where_no_editor_takes_their_place(tmp_path: Path) -> None:
    write(tmp_path, "snippets/topic/gaps.py", '"""Idea."""\n\nprint(1)\n\n\nprint(2)\n')
    assert 'lab-gap">\n\n</span>' in page("topic/gaps.py")
    assert "lab-gap" not in page("topic/gaps.py playground")


def test_a_figure_is_folded_below_its_idea() -> None:
    shown = page("topic/idea.py folded")
    assert shown.startswith('<details class="lab-folded"><summary>Show the program: The <code>idea')
    assert page("topic/idea.py") in shown


def test_a_program_shows_what_has_changed_since_an_earlier_step(tmp_path: Path) -> None:
    lines = [f"print({n})\n" for n in range(9)]
    write(tmp_path, "snippets/topic/old.py", '"""Old."""\n\n' + "".join(lines))
    lines[4] = "print(4 < 5)\n"
    write(tmp_path, "snippets/topic/new.py", '"""New."""\n\n' + "".join(lines))
    shown = page("topic/new.py against topic/old.py")
    changes = shown[shown.index('<details class="lab-changes"') :]
    assert "<summary>What has changed since old.py</summary>" in changes
    assert '<del class="lab-row">-print(4)\n</del>' in changes
    assert '<ins class="lab-row">+print(4 &lt; 5)\n</ins>' in changes
    assert " print(2)" in changes
    assert "print(0)" not in changes
    assert "old.py" in page("topic/new.py folded against topic/old.py")


def test_a_program_is_compared_with_another_one() -> None:
    assert "there is no difference to topic/idea.py" in page("topic/idea.py against topic/idea.py")
    assert "there is no file" in page("topic/idea.py against topic/none.py")


def test_standard_error_is_told_apart_in_the_output(tmp_path: Path) -> None:
    write(tmp_path, "snippets/topic/both.py", '"""Idea."""\n')
    write(tmp_path, "snippets/topic/both.out", "out\n2> err\n")
    shown = page("topic/both.py")
    assert '<span class="lab-row">out\n</span>' in shown
    assert '<span class="lab-row lab-stderr" title="standard error">err\n</span>' in shown


def test_outputs_of_versions_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, "snippets/topic/old.py", '"""Idea."""\n')
    write(tmp_path, "snippets/topic/old.out", "old\n")
    write(tmp_path, "snippets/topic/old.3.14.out", "new\n")
    shown = text(page("topic/old.py"))
    assert "Recorded output, Python 3.11 to 3.13old" in shown
    assert "Recorded output, Python 3.14 and newernew" in shown
    write(tmp_path, "snippets/topic/old.3.15.out", "newest\n")
    shown = text(page("topic/old.py"))
    assert "Recorded output, Python 3.14new" in shown
    assert "Recorded output, Python 3.15 and newernewest" in shown
    block = '# /// script\n# requires-python = ">=3.13"\n# ///\n'
    write(tmp_path, "snippets/topic/old.py", f'{block}"""Idea."""\n')
    assert "Recorded output, Python 3.13old" in text(page("topic/old.py"))


OLDER = "This output is older than the code: run make update ONLY=topic/"


def test_output_older_than_its_code_is_marked_while_the_site_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "snippets/topic/beside.py", '"""Idea."""\n\nprint(2)\n')
    write(tmp_path, "snippets/topic/beside.out", "1\n")
    write(tmp_path, "snippets/topic/ends.py", '"""Idea."""\n\nimport os\n\nos._exit(0)\n')
    assert OLDER not in text(page("topic/beside.py"))  # a build to be published
    monkeypatch.setenv("LAB_SERVES", "1")
    assert f"{OLDER}beside." in text(page("topic/beside.py"))
    assert f"{OLDER}ends." in text(page("topic/ends.py"))
    assert OLDER not in text(page("topic/idea.py"))

    write(tmp_path, "snippets/topic/idea.py", '"""The `idea`."""\n\nprint("b")\n#> a\n')
    assert f"{OLDER}idea." in text(page("topic/idea.py"))
    write(tmp_path, "snippets/topic/beside.out", "2\n")
    assert OLDER not in text(page("topic/beside.py"))


def test_program_is_run_once_for_its_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAB_SERVES", "1")
    page("topic/idea.py")
    monkeypatch.setattr(run_many, "run", lambda *_: pytest.fail("run again"))
    assert OLDER not in text(page("topic/idea.py"))


def test_metadata_is_shown_as_badges_with_reasons(tmp_path: Path) -> None:
    block = (
        '# /// script\n# requires-python = ">=3.12"\n# dependencies = ["aiohttp"]\n# [tool.lab]\n'
        '# browser = { runs = false, reason = "no threads" }\n# ///\n'
    )
    write(tmp_path, "snippets/topic/badges.py", f'{block}"""Idea."""\n')
    shown = page("topic/badges.py")
    for badge in ["Python 3.12+", "aiohttp"]:
        assert f">{badge}</span>" in shown
    assert "Not run in the browser: no threads." in shown
    assert "/// script" not in text(shown)


def test_what_is_run_with_a_command_offers_no_uv_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figure, "page_of", lambda *_: tmp_path / "docs/index.md")
    run = 'run = { with = "pytest -q", reason = "it has tests" }'
    metadata = f"# /// script\n# [tool.lab]\n# {run}\n# ///\n"
    write(tmp_path, "snippets/topic/test_it.py", f'{metadata}"""Tests."""\n\nx = 1\n')
    assert "lab-uv" in page("topic/idea.py")
    shown = page("topic/test_it.py")
    assert "lab-uv" not in shown
    assert "Not run in the browser: it has tests." in shown


def test_program_for_a_newer_python_has_words_for_a_timeline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "CACHE", tmp_path / "pictures")
    write(tmp_path, "docs/page.md", "```snippet\ntopic/later.py timeline\n```\n")
    block = '# /// script\n# requires-python = ">=3.99"\n# ///\n'
    write(tmp_path, "snippets/topic/later.py", f'{block}"""Idea."""\n\nraise SystemExit("no")\n')
    write(tmp_path, "snippets/topic/later.out", "what 3.99 prints\n")
    shown = page("topic/later.py timeline")
    assert "There is a timeline here when this site is built with Python 3.99 or newer." in shown
    assert "Recorded timeline" not in shown
    assert "what 3.99 prints" in shown
    assert "svg" in page("topic/idea.py timeline")  # and the others have theirs


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("topic/ide.py", "there is no file .*ide.py; did you mean topic/idea.py?"),
        ("topic/idea.py:main", "there is no 'main' in this file; it has no function or class"),
        ("topic/idea.py big", "'big' is none of: compare, folded, picture, playground"),
        ("topic", "write `topic/idea.py` or `topic/idea.py:name`"),
    ],
)
def test_mistake_is_shown_in_the_page_and_told_with_its_place(
    body: str, message: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "docs/another.md", f"```snippet\n{body}\n```\n\nAnother page.\n")
    markdown = f"# Page\n\n```snippet\n{body}\n```\n"
    write(tmp_path, "docs/page.md", f"---\ntitle: Page\n---\n\n{markdown}")
    with caplog.at_level(logging.WARNING, "mkdocs"):
        shown = convert(markdown)
    assert "This snippet is not shown" in shown
    assert f"{tmp_path / 'docs/page.md'}:8: " in caplog.text
    assert re.search(message.replace("?", r"\?").replace("[", r"\["), caplog.text)


def test_exercise_shows_goal_starter_hints_and_solution(tmp_path: Path) -> None:
    goal = '"""Say `hello`."""\n\n'
    write(tmp_path, "exercises/topic/hello/starter.py", goal + "print('bye')\n")
    write(tmp_path, "exercises/topic/hello/solution.py", goal + "print('hello')\n")
    checks = goal + "HINTS = ('Look.', 'Look at line 1.')\n"
    write(tmp_path, "exercises/topic/hello/checks.py", checks)
    found = page("topic/hello", "exercise")
    assert '<span class="lab-idea">Say <code>hello</code>.</span>' in found
    shown = re.sub(r"\s+", " ", text(found))
    assert re.search("Say hello.*bye.*Hint 1 of 2.*Hint 2 of 2.*A solution.*hello", shown)
    assert f'data-checks="{html.escape(checks)}"' in found


def test_misspelt_exercise_is_told_with_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "exercises/topic/hello/starter.py", "")
    write(tmp_path, "docs/page.md", "```exercise\ntopic/helo\n```\n")
    assert "This exercise is not shown" in page("topic/helo", "exercise")
    assert f"{tmp_path}/docs/page.md:2: there is no exercise" in caplog.text
    assert "did you mean topic/hello?" in caplog.text


def test_snippet_links_to_its_source_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "/edit/main/" not in page("topic/idea.py")
    monkeypatch.setenv("REPO_URL", "https://example.org/me/lab/")
    assert "https://example.org/me/lab/edit/main/snippets/topic/idea.py" in page("topic/idea.py")


def fail(*_: object) -> None:
    raise ZeroDivisionError("no picture")


@pytest.mark.parametrize(
    ("kind", "body", "broken"),
    [("snippet", "topic/idea.py", "program_figure"), ("exercise", "topic/hello", "read_exercise")],
)
def test_whatever_fails_in_a_fence_is_shown_in_the_page_and_told_with_its_place(
    kind: str,
    body: str,
    broken: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(fence, broken, fail)
    markdown = f"# Page\n\n```{kind}\n{body}\n```\n"
    write(tmp_path, "docs/page.md", markdown)
    assert f"This {kind} is not shown" in convert(markdown)
    assert f"{tmp_path / 'docs/page.md'}:4: ZeroDivisionError('no picture') was raised in" in (
        caplog.text
    )
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("markdown", "message"),
    [
        ("```snippet timeline\ntopic/idea.py\n```\n", "2: write ```snippet alone on its line"),
        ('```snippet title="x"\ntopic/idea.py\n```\n', "2: write ```snippet alone on its line"),
        ("```snippet\ntopic/idea.py\n", "2: write ```snippet alone on its line, and ``` alone"),
        ("~~~ snippet\ntopic/idea.py\n```\n", "2: write ```snippet alone on its line"),
        ("> ```snippet\n> topic/idea.py\n\n", "2: write ```snippet alone on its line"),
        ("- a\n\n    ```snippet\n    topic/idea.py\n", "4: write ```snippet alone on its line"),
    ],
)
def test_fence_that_superfences_cant_read_is_told_with_its_place(
    markdown: str, message: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "docs/page.md", markdown)
    assert "is not shown" in convert(markdown)
    assert f"{tmp_path / 'docs/page.md'}:{message}" in caplog.text


def test_fences_within_a_code_block_are_left_alone(caplog: pytest.LogCaptureFixture) -> None:
    shown = convert("````markdown\n```snippet\ntopic/idea.py\n```\n````\n")
    assert "```snippet" in text(shown)
    assert caplog.text == ""


def test_failed_run_is_shown_in_the_page_and_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pictures, "CACHE", tmp_path / "pictures")
    write(tmp_path, "snippets/topic/fails.py", '"""Idea."""\n\nnothing\n')
    write(tmp_path, "docs/page.md", "```snippet\ntopic/fails.py timeline\n```\n")
    assert "This snippet is not shown" in page("topic/fails.py timeline")
    fails = tmp_path / "snippets/topic/fails.py"
    assert f"docs/page.md:2: {fails}:3: its timeline can't be drawn: exit status 1" in caplog.text
    assert "svg" in page("topic/idea.py timeline")
