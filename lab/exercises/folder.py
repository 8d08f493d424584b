"""An exercise as its author writes it: a folder below `exercises/`.

```
exercises/tasks/keep_the_results/
    starter.py      a program that runs, but does not reach the goal
    solution.py     the same program with the smallest good change
    checks.py       hints, and the hidden checks
    right/*.py      right answers in another style: each passes
    wrong/*.py      plausible wrong answers: the docstring is the message that each gets
```

Each program's docstring says the goal, in a sentence; that of `checks.py` does, too.
"""

from __future__ import annotations

import ast
import contextlib
from dataclasses import dataclass
from pathlib import Path

from lab.snippets.snippet import Snippet, SnippetError, read_text


@dataclass(frozen=True)
class Exercise:
    """An exercise.

    Attributes:
        folder: Where it is.
        starter: What the learner begins with.
        solution: A good answer.
        right: Right answers that look different.
        wrong: Plausible wrong answers.
        checks: The source of the checks.
        goal: What is to be reached, in a sentence.
        hints: Each says more than the one before.
    """

    folder: Path
    starter: Snippet
    solution: Snippet
    right: tuple[Snippet, ...]
    wrong: tuple[Snippet, ...]
    checks: str
    goal: str
    hints: tuple[str, ...]

    @classmethod
    def read(cls, folder: Path) -> Exercise:
        """Read an exercise.

        Args:
            folder: The folder that holds it.

        Raises:
            SnippetError: A file is missing, or is not as described.
        """
        for name in ("starter.py", "solution.py", "checks.py"):
            if not (folder / name).is_file():
                raise SnippetError(folder / name, 1, "an exercise has this file")
        path = folder / "checks.py"
        checks = read_text(path)
        try:
            tree = ast.parse(checks)
        except SyntaxError as error:
            raise SnippetError(path, error.lineno or 1, error.msg) from error
        return cls(
            folder,
            Snippet.read(folder / "starter.py"),
            Snippet.read(folder / "solution.py"),
            _answers(folder / "right"),
            _answers(folder / "wrong"),
            checks,
            (ast.get_docstring(tree) or "").partition("\n")[0],
            _hints(path, tree),
        )

    @property
    def name(self) -> str:
        """The topic and the name, as pages write it."""
        return f"{self.folder.parent.name}/{self.folder.name}"


def _answers(folder: Path) -> tuple[Snippet, ...]:
    return tuple(Snippet.read(file) for file in sorted(folder.glob("*.py")))


def _hints(path: Path, tree: ast.Module) -> tuple[str, ...]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "HINTS":
            hints = None
            with contextlib.suppress(ValueError):  # it is not written out
                hints = ast.literal_eval(node.value)
            if isinstance(hints, tuple) and all(isinstance(hint, str) for hint in hints):
                return hints
            message = 'HINTS is a tuple of texts, written out: ("Look at ...", "Use ...")'
            raise SnippetError(path, node.lineno, message)
    raise SnippetError(path, 1, "an exercise has HINTS: a tuple of texts, each says more")
