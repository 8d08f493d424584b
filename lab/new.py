"""Starting a snippet and its page: `make new NAME=topic/idea`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

PROGRAM = '''"""Say here, in one sentence, what this shows."""

import asyncio


async def main():
    print("hello")
    await asyncio.sleep(1)
    print("world")


asyncio.run(main())
'''
PAGE = """---
title: {title}
description: Say in one sentence what the reader will be able to do.
---

# {title}

After this page, you can:

- say here what

Start with the problem, then name the concept.
"""


def new(name: str, snippets: Path, pages: Path) -> list[str]:
    """Create a snippet from a template, and name it on the page of its topic.

    Args:
        name: `topic/idea`.
        snippets: The folder of the snippets.
        pages: The folder of the pages.

    Returns:
        What to do next, a line each.

    Raises:
        ValueError: The name can't be used, or the snippet is there already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", name):
        raise ValueError(f"write NAME=topic/idea, in small letters and underscores, not {name!r}")
    if name.partition("/")[2] in sys.stdlib_module_names:
        raise ValueError(
            f"{name}.py would hide a module of the standard library: choose another name"
        )
    program = snippets / f"{name}.py"
    if program.exists():
        raise ValueError(f"{program} is there already: edit it, or choose another name")
    topic = name.partition("/")[0]
    page = pages / f"{topic.replace('_', '-')}.md"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM, "utf-8")
    todo = [f"write the program:          {program}"]
    if not page.exists():
        page.parent.mkdir(parents=True, exist_ok=True)
        title = topic.replace("_", " ").capitalize()
        page.write_text(PAGE.format(title=title), "utf-8")
        todo.append(f"name the page under nav:    mkdocs.yml  ({page.relative_to(pages.parent)})")
    with page.open("a", encoding="utf-8") as text:
        text.write(f"\n```snippet\n{name}.py\n```\n")
    return [
        *todo,
        f"write the text around it:   {page}",
        f"write down what it prints:  make update ONLY={name}",
        f"see it and check it:        make serve, make test ONLY={name}",
    ]
