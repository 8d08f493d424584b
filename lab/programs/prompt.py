"""Python's interactive prompt, inside this process: what is typed into it, and what it answers."""

from __future__ import annotations

import ast
import asyncio
import builtins
import code
import gc
import re
import types
import warnings
from collections.abc import Iterator

PROMPTS = {"$ python": "<stdin>", "$ python -m asyncio": "<console>"}
"""The commands that start a session, each with the file name that its tracebacks give."""


class Prompt(code.InteractiveInterpreter):
    """A prompt. At that of `python -m asyncio`, `await` works.

    Args:
        command: One of the keys of `PROMPTS`.
        runner: Runs what is awaited.
    """

    def __init__(self, command: str, runner: asyncio.Runner) -> None:
        super().__init__({"__name__": "__main__"})
        self._file = PROMPTS[command]
        self._runner = runner
        self._may_await = command == "$ python -m asyncio"
        if self._may_await:
            self.locals["asyncio"] = asyncio
            self.compile.compiler.flags |= ast.PyCF_ALLOW_TOP_LEVEL_AWAIT

    def enter(self, statement: str) -> None:
        """Type a statement: what it answers goes to `sys.stdout` and `sys.stderr`.

        Args:
            statement: The statement, of one or more lines.
        """
        self.runsource(statement, self._file, "single")

    def runcode(self, code: types.CodeType) -> None:
        """Run a statement, and await it where it holds an `await`."""
        if not self._may_await:
            super().runcode(code)
            return
        try:
            result = types.FunctionType(code, self.locals)()
            if isinstance(result, types.CoroutineType):
                self._runner.run(result)
        except SystemExit:
            raise
        except BaseException:
            self.showtraceback()


def typed(session: str) -> Iterator[str]:
    """The statements that are typed in the text of a session; what Python answered is left out.

    Args:
        session: Lines that start with `>>> ` or `... `, as Python shows them, and others.
    """
    for statement in re.findall(r"^>>>.*(?:\n\.\.\..*)*", session, re.MULTILINE):
        yield "".join(f"{line[4:]}\n" for line in statement.split("\n"))


def replay(session: str) -> int:
    """Type a session's statements once more, and print the whole as a terminal shows it.

    Args:
        session: As for `typed`. Its first line is one of the keys of `PROMPTS`; if not, it is
            taken for a session at the prompt at which `await` works.

    Returns:
        The exit status.
    """
    with asyncio.Runner() as runner:
        command = session.partition("\n")[0].strip()
        prompt = Prompt(command if command in PROMPTS else "$ python -m asyncio", runner)
        try:
            for statement in typed(session):
                shown = statement.removesuffix("\n").replace("\n", "\n... ")
                print(f">>> {shown}".replace("... \n", "...\n").rstrip(" "))
                prompt.enter(statement)
        except SystemExit as stop:
            return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        finally:
            prompt.locals.clear()
            with warnings.catch_warnings():  # of a coroutine that was only shown
                warnings.simplefilter("ignore")
                vars(builtins).pop("_", None)  # what the prompt showed last
            gc.collect()
    return 0
