"""The same program, started or written in another way: what it does is the same."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator

Way = Callable[[ast.Module], bool]
"""Changes a program in place; returns whether there was anything to change."""

WAYS: dict[str, Way] = {}
CLASHES = [
    {"main_is_no_coroutine", "main_renamed", "main_in_a_class"},
    {"names_from_asyncio", "names_from_time"},
]
"""Those that give one name two meanings, `main` or `sleep`: one of each at a time."""


def way(change: Way) -> Way:
    """Add a way to those that are tried."""
    WAYS[change.__name__] = change
    return change


def started_in(way: str, source: str) -> str | None:
    """Write a program in another way; None if that makes no difference to it."""
    tree = ast.parse(source)
    changed = WAYS[way](tree)
    return ast.unparse(tree) + "\n" if changed else None


def together(source: str) -> Iterator[tuple[list[str], str]]:
    """Write a program in all ways that change it, as many at a time as can be.

    Yields:
        The names of some ways, and the program written in all of them. Each way that makes a
        difference alone is in one of these.
    """
    left = [name for name, change in WAYS.items() if change(ast.parse(source))]
    while left:
        names: list[str] = []
        written = source
        for name in left:
            if any(name in clash and clash & set(names) for clash in CLASHES):
                continue
            # Where an earlier one has replaced what it would change, it comes in another round.
            if changed := started_in(name, written):
                names.append(name)
                written = changed
        yield names, written
        left = [name for name in left if name not in names]


def _starts(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.Call]]:
    """The statements that call `asyncio.run` with a coroutine, and the call."""
    for statement in tree.body:
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for node in ast.walk(statement):
                if isinstance(node, ast.Call) and node.args and _is_run(node.func):
                    yield statement, node


def _is_run(called: ast.expr) -> bool:
    return (
        isinstance(called, ast.Attribute)
        and called.attr == "run"
        and isinstance(called.value, ast.Name)
        and called.value.id == "asyncio"
    )


def _put(tree: ast.Module, at: ast.stmt, before: str, after: str = "") -> None:
    index = tree.body.index(at)
    tree.body[index + 1 : index + 1] = ast.parse(after).body
    tree.body[index:index] = ast.parse(before).body


def _indented(statement: ast.stmt) -> str:
    return textwrap.indent(ast.unparse(statement), "    ")


def _expression(source: str) -> ast.expr:
    [statement] = ast.parse(source).body
    assert isinstance(statement, ast.Expr)
    return statement.value


def _functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def _rename(tree: ast.Module, old: str, new: str) -> bool:
    found = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == old:
            node.id, found = new, True
        elif isinstance(node, ast.AsyncFunctionDef) and node.name == old:
            node.name, found = new, True
    return found


@way
def coroutine_named_first(tree: ast.Module) -> bool:
    """`program = main()`, then `asyncio.run(program)`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        _put(tree, statement, f"program = {ast.unparse(call.args[0])}")
        call.args[0] = _expression("program")
    return bool(starts)


@way
def asyncio_as_aio(tree: ast.Module) -> bool:
    """`import asyncio as aio`."""
    return _import_as(tree, "asyncio", "aio")


@way
def time_as_clock(tree: ast.Module) -> bool:
    """`import time as clock`."""
    return _import_as(tree, "time", "clock")


def _import_as(tree: ast.Module, module: str, name: str) -> bool:
    for statement in tree.body:
        if isinstance(statement, ast.Import) and statement.names[0].name == module:
            statement.names[0].asname = name
            return _rename(tree, module, name)
    return False


@way
def names_from_asyncio(tree: ast.Module) -> bool:
    """`from asyncio import run, sleep`."""
    return _import_from(tree, "asyncio")


@way
def names_from_time(tree: ast.Module) -> bool:
    """`from time import sleep`."""
    return _import_from(tree, "time")


def _import_from(tree: ast.Module, module: str) -> bool:
    names: set[str] = set()

    class Short(ast.NodeTransformer):
        def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
            self.generic_visit(node)
            if isinstance(node.value, ast.Name) and node.value.id == module:
                names.add(node.attr)
                return ast.Name(node.attr, ast.Load())
            return node

    Short().visit(tree)
    for statement in tree.body:
        if names and isinstance(statement, ast.Import) and statement.names[0].name == module:
            _put(tree, statement, f"from {module} import {', '.join(sorted(names))}")
            tree.body.remove(statement)
            return True
    return False


@way
def imported_in_try(tree: ast.Module) -> bool:
    """`try: import asyncio`."""
    return _import_inside(tree, "try:\n    import asyncio\nexcept ImportError:\n    raise")


@way
def imported_in_if(tree: ast.Module) -> bool:
    """`if ...: import asyncio`."""
    return _import_inside(tree, "import sys\nif sys.version_info >= (3, 11):\n    import asyncio")


def _import_inside(tree: ast.Module, lines: str) -> bool:
    for statement in tree.body:
        if ast.unparse(statement) == "import asyncio":
            _put(tree, statement, lines)
            tree.body.remove(statement)
            return True
    return False


@way
def loop_of_its_own(tree: ast.Module) -> bool:
    """`loop = asyncio.new_event_loop()` ... `loop.close()`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        _put(tree, statement, "loop = asyncio.new_event_loop()", "loop.close()")
        call.func = _expression("loop.run_until_complete")
    return bool(starts)


@way
def loop_left_open(tree: ast.Module) -> bool:
    """`asyncio.set_event_loop(loop)`, and no `loop.close()`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        _put(tree, statement, "loop = asyncio.new_event_loop()\nasyncio.set_event_loop(loop)")
        call.func = _expression("loop.run_until_complete")
    return bool(starts)


@way
def task_of_its_own(tree: ast.Module) -> bool:
    """`task = loop.create_task(main())`, then `loop.run_until_complete(task)`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        task = f"task = loop.create_task({ast.unparse(call.args[0])})"
        _put(tree, statement, f"loop = asyncio.new_event_loop()\n{task}", "loop.close()")
        call.func, call.args[0] = _expression("loop.run_until_complete"), _expression("task")
    return bool(starts)


@way
def runner(tree: ast.Module) -> bool:
    """`with asyncio.Runner() as runner:`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        call.func = _expression("runner.run")
        _put(tree, statement, f"with asyncio.Runner() as runner:\n{_indented(statement)}")
        tree.body.remove(statement)
    return bool(starts)


@way
def runner_closed(tree: ast.Module) -> bool:
    """`runner = asyncio.Runner()` ... `runner.close()`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        _put(tree, statement, "runner = asyncio.Runner()", "runner.close()")
        call.func = _expression("runner.run")
    return bool(starts)


@way
def interrupt_caught(tree: ast.Module) -> bool:
    """`try: asyncio.run(main())`, `except KeyboardInterrupt`."""
    starts = list(_starts(tree))
    for statement, _ in starts:
        body = _indented(statement)
        _put(tree, statement, f"try:\n{body}\nexcept KeyboardInterrupt:\n    print('stopped')")
        tree.body.remove(statement)
    return bool(starts)


@way
def exit_with_it(tree: ast.Module) -> bool:
    """`sys.exit(asyncio.run(main()))`."""
    statement = tree.body[-1]
    starts = [call for at, call in _starts(tree) if at is statement]
    if not starts or not isinstance(statement, ast.Expr) or statement.value is not starts[0]:
        return False
    statement.value = _expression(f"sys.exit({ast.unparse(statement.value)})")
    _put(tree, tree.body[1], "import sys")
    return True


@way
def main_by_name(tree: ast.Module) -> bool:
    """`asyncio.run(main=main(), debug=False)`."""
    starts = list(_starts(tree))
    for _, call in starts:
        keywords = [ast.keyword("main", call.args[0]), ast.keyword("debug", ast.Constant(False))]
        call.args, call.keywords = [], keywords
    return bool(starts)


@way
def main_guard(tree: ast.Module) -> bool:
    """`if __name__ == "__main__":`."""
    statement = tree.body[-1]
    _put(tree, statement, f"if __name__ == '__main__':\n{_indented(statement)}")
    tree.body.remove(statement)
    return True


@way
def main_is_no_coroutine(tree: ast.Module) -> bool:
    """`def main(): asyncio.run(go())`."""
    _rename(tree, "main", "go")
    statement = tree.body[-1]
    _put(tree, statement, f"def main():\n{_indented(statement)}", "main()")
    tree.body.remove(statement)
    return True


@way
def main_renamed(tree: ast.Module) -> bool:
    """`asyncio.run(go())`."""
    return _rename(tree, "main", "go")


@way
def main_in_a_class(tree: ast.Module) -> bool:
    """`asyncio.run(Program().main())`."""
    for function in _functions(tree):
        if function.name == "main":
            _rename(tree, "main", "Program().main")
            function.name = "main"
            function.args.args.insert(0, ast.arg("self"))
            index = tree.body.index(function)
            [holder] = ast.parse("class Program:\n    pass").body
            assert isinstance(holder, ast.ClassDef)
            holder.body = [function]
            tree.body[index] = holder
            return True
    return False


@way
def helper_around_it(tree: ast.Module) -> bool:
    """A coroutine that awaits the one that was started before."""
    starts = list(_starts(tree))
    for statement, call in starts:
        inner = ast.unparse(call.args[0])
        _put(tree, statement, f"async def begin():\n    return await {inner}")
        call.args[0] = _expression("begin()")
    return bool(starts)


@way
def lambda_around_it(tree: ast.Module) -> bool:
    """`make = lambda: main()`, then `asyncio.run(make())`."""
    starts = list(_starts(tree))
    for statement, call in starts:
        _put(tree, statement, f"make = lambda: {ast.unparse(call.args[0])}")
        call.args[0] = _expression("make()")
    return bool(starts)


@way
def type_hints(tree: ast.Module) -> bool:
    """Each argument and each value outside of functions has a type."""
    for function in _functions(tree):
        function.returns = _expression("Any")
        for argument in function.args.args:
            argument.annotation = _expression("Any")
    for index, statement in enumerate(tree.body):
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            target = statement.targets[0]
            tree.body[index] = ast.AnnAssign(target, _expression("Any"), statement.value, simple=1)
    _put(tree, tree.body[1], "from typing import Any")
    return True


@way
def docstrings(tree: ast.Module) -> bool:
    """Each function has one."""
    for function in _functions(tree):
        function.body.insert(0, ast.Expr(ast.Constant("What it does.")))
    return True


@way
def a_dataclass_beside(tree: ast.Module) -> bool:
    """Another class, whose making looks the program's module up."""
    _put(
        tree,
        tree.body[1],
        "from dataclasses import dataclass, field\n"
        "@dataclass\nclass Settings:\n    names: 'list[str]' = field(default_factory=list)\n"
        "settings = Settings(names=[name for name in 'abc'])",
    )
    return True


@way
def tasks_by_gather(tree: ast.Module) -> bool:
    """A `gather` where a TaskGroup only starts tasks."""
    changed = False
    for function in _functions(tree):
        for index, node in enumerate(function.body):
            if isinstance(node, ast.AsyncWith) and _only_starts(node):
                name = ast.unparse(node.items[0].optional_vars or node)
                lines = "\n".join(map(ast.unparse, node.body)).replace(
                    f"{name}.create_task(", "started.append(asyncio.create_task("
                )
                closed = [
                    f"{line})" if "started.append(" in line else line for line in lines.split("\n")
                ]
                new = "\n".join(["started = []", *closed, "await asyncio.gather(*started)"])
                function.body[index : index + 1] = ast.parse(new).body
                changed = True
    return changed


def _only_starts(block: ast.AsyncWith) -> bool:
    if ast.unparse(block.items[0].context_expr) != "asyncio.TaskGroup()":
        return False
    statements = [n for n in ast.walk(block) if isinstance(n, ast.stmt) and n is not block]
    starts = [s for s in statements if isinstance(s, ast.Expr) and _is_start(s.value)]
    return len(starts) + sum(isinstance(s, ast.For) for s in statements) == len(statements)


def _is_start(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".create_task")


def nested(source: str) -> str:
    """The program with all of it in one function."""
    [docstring, *body] = ast.parse(source).body
    tree = ast.Module([docstring, *ast.parse("def everything():\n    pass\neverything()").body], [])
    everything = tree.body[1]
    assert isinstance(everything, ast.FunctionDef)
    everything.body = body
    return ast.unparse(tree)


def on_one_line(source: str) -> Iterator[str]:
    """The program with its last statement behind another one, on the same line."""
    *before, last = ast.parse(source).body
    lines = source.split("\n")
    start = lines[last.lineno - 1]
    rest = lines[last.lineno :]
    yield "\n".join([*lines[: last.lineno - 1], f"x = 1; {start}", *rest])
    previous = before[-1]
    if isinstance(previous, ast.Assign) and previous.lineno == previous.end_lineno:
        kept = lines[: previous.lineno - 1]
        yield "\n".join([*kept, f"{lines[previous.lineno - 1]}; {start}", *rest])
