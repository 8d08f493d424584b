"""What `docs/learn/before-await.md` claims."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.claims.claim import claim, each_factory, run

SNIPPETS = Path("snippets/chaining")


@claim("With callbacks, each step after a wait becomes a separate function.")
@claim("With callbacks, a function can't wait for an answer and then continue.")
@claim("A `try` around the first step can't catch an error in the second.")
@each_factory
def test_a_callback_runs_after_the_function_that_left_it(*, eager: bool) -> None:
    ran: list[str] = []
    reported: list[BaseException] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: reported.append(context["exception"]))

        def ask() -> asyncio.Future[str]:
            answer = loop.create_future()
            loop.call_later(0.1, answer.set_result, "200")
            return answer

        def first_step() -> None:
            answer = ask()
            answer.add_done_callback(second_step)
            with pytest.raises(asyncio.InvalidStateError):
                answer.result()
            ran.append("the first step returns")

        def second_step(answer: asyncio.Future[str]) -> None:
            ran.append(answer.result())
            raise LookupError

        try:
            first_step()
        except LookupError:
            ran.append("caught")
        await asyncio.sleep(1)
        assert ran == ["the first step returns", "200"]
        [error] = reported
        assert isinstance(error, LookupError)

        async def both_steps() -> None:
            answer = await ask()
            ran.append(answer)
            raise LookupError

        with pytest.raises(LookupError):  # what `await` saves
            await both_steps()

    run(main(), eager=eager)


@claim("`yield from` was the `await` of Python 3.4: it passes on both pauses and results.")
@claim("`yield from` runs another generator and passes on both its pauses and its result.")
def test_yield_from_passes_on_pauses_and_results() -> None:
    def bottom() -> Generator[str, str, str]:
        try:
            answer = yield "first pause"
        except LookupError:
            answer = "error"
        yield "second pause"
        return answer

    def chain(height: int) -> Generator[str, str, str]:
        return (yield from chain(height - 1)) if height else (yield from bottom())

    def drive(generator: Generator[str, str, str], *, fail: bool) -> str:
        assert next(generator) == "first pause"
        second = generator.throw(LookupError()) if fail else generator.send("answer")
        assert second == "second pause"
        with pytest.raises(StopIteration) as stop:
            next(generator)
        result: str = stop.value.value
        return result

    for height in [0, 1, 10]:
        assert drive(chain(height), fail=False) == "answer"
        assert drive(chain(height), fail=True) == "error"


@claim("`@asyncio.coroutine` is gone: write `async def` and `await`.")
@claim(
    "To fix it, replace the decorator and the `def` with `async def`, and each `yield from` with `await`."
)
@claim("That decorator no longer exists.")
@each_factory
def test_how_to_modernise_a_program(*, eager: bool) -> None:
    old = """
import asyncio

@asyncio.coroutine
def double(x):
    yield from asyncio.sleep(0.1)
    return x * 2

@asyncio.coroutine
def main():
    first = asyncio.ensure_future(double(1))
    return (yield from double(2)) + (yield from first)
"""

    def main_of(source: str) -> Any:  # noqa: ANN401 - a function of the program
        namespace: dict[str, Any] = {}
        exec(source, namespace)  # noqa: S102 - the program above
        return namespace["main"]

    with pytest.raises(AttributeError, match="has no attribute 'coroutine'"):
        main_of(old)
    new = re.sub(r"@asyncio\.coroutine\ndef", "async def", old).replace("yield from", "await")
    assert run(main_of(new)(), eager=eager) == 6
    without_await = re.sub(r"@asyncio\.coroutine\ndef", "async def", old)
    with pytest.raises(SyntaxError):
        main_of(without_await)


@claim("has exactly the same `run`, and the same output")
def test_only_the_words_have_changed(capsys: pytest.CaptureFixture[str]) -> None:
    def output(snippet: str) -> tuple[str, str]:
        source = (SNIPPETS / snippet).read_text("utf-8")
        exec(source, {})  # noqa: S102 - our own snippet
        _, _, after = source.partition("def run(")
        return after, capsys.readouterr().out

    generators, coroutines = output("yield_from.py"), output("same_scheduler.py")
    assert generators == coroutines
    assert "one task less" in generators[1]
