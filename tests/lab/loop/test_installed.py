"""Each way to make asyncio's loop makes the lab's, or it is said that it doesn't."""

from __future__ import annotations

import asyncio
import selectors
import sys
import warnings
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

import lab

OwnSelectorEventLoop = asyncio.SelectorEventLoop  # as a library has it that was imported before


class Subclassed:
    """Makes a loop of a subclass that the program defines."""

    def __call__(self) -> asyncio.AbstractEventLoop:
        class Mine(asyncio.SelectorEventLoop):
            pass

        return Mine()


def by_a_policy_of_its_own() -> asyncio.AbstractEventLoop:
    class Policy(asyncio.DefaultEventLoopPolicy):
        def new_event_loop(self) -> asyncio.AbstractEventLoop:
            loop = super().new_event_loop()
            loop.set_debug(False)
            return loop

    return Policy().new_event_loop()


FACTORIES: dict[str, Callable[[], asyncio.AbstractEventLoop]] = {
    "new_event_loop": lambda: asyncio.new_event_loop(),
    "SelectorEventLoop": lambda: asyncio.SelectorEventLoop(),
    "with a selector": lambda: asyncio.SelectorEventLoop(selectors.SelectSelector()),
    "with a keyword": lambda: asyncio.SelectorEventLoop(selector=selectors.DefaultSelector()),
    "a subclass": Subclassed(),
    "by name": lambda: asyncio.unix_events.SelectorEventLoop(),
}
if sys.version_info < (3, 14):
    FACTORIES["a policy"] = lambda: asyncio.DefaultEventLoopPolicy().new_event_loop()
    FACTORIES["a policy of its own"] = by_a_policy_of_its_own
    FACTORIES["the policy"] = lambda: asyncio.get_event_loop_policy().new_event_loop()
if sys.version_info >= (3, 13):
    FACTORIES["EventLoop"] = lambda: asyncio.EventLoop()


async def an_hour() -> float:
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.sleep(3600)
    return loop.time() - start


def in_a_runner(make: Callable[[], asyncio.AbstractEventLoop], main: Any) -> object:  # noqa: ANN401
    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(main)


def by_hand(
    make: Callable[[], asyncio.AbstractEventLoop], main: Coroutine[Any, Any, float]
) -> object:
    loop = make()
    try:
        return loop.run_until_complete(main)
    finally:
        loop.close()


@pytest.mark.parametrize("run", [in_a_runner, by_hand])
@pytest.mark.parametrize("factory", FACTORIES)
def test_each_way_to_make_a_loop_makes_the_lab_s(factory: str, run: Callable[..., object]) -> None:
    tracer = lab.Tracer(__file__, "virtual")
    with lab.installed(observer=tracer):
        assert run(FACTORIES[factory], an_hour()) == 3600
    assert len(tracer.trace().tasks) == 1
    assert asyncio.SelectorEventLoop is OwnSelectorEventLoop
    loop = asyncio.new_event_loop()
    assert isinstance(loop, OwnSelectorEventLoop)
    loop.close()


@pytest.mark.skipif(sys.version_info >= (3, 16), reason="Python 3.16 has no policies any more")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # since Python 3.14
def test_a_policy_that_the_program_sets_makes_its_loops() -> None:
    made: list[str] = []

    async def main() -> str:
        assert await an_hour() == 3600
        return type(asyncio.get_running_loop()).__name__

    before = asyncio.get_event_loop_policy()
    with lab.installed():

        class Mine(asyncio.SelectorEventLoop):
            pass

        class Policy(asyncio.DefaultEventLoopPolicy):
            def new_event_loop(self) -> asyncio.AbstractEventLoop:
                made.append("by the policy")
                return Mine(selectors.SelectSelector())

        asyncio.set_event_loop_policy(Policy())
        assert asyncio.run(main()) == "Mine"
        loop = asyncio.new_event_loop()
        assert type(loop) is Mine
        loop.close()
    assert made == ["by the policy"] * 2
    assert asyncio.get_event_loop_policy() is before


def test_a_loop_that_can_t_be_recorded_is_told_of() -> None:
    async def main() -> str:
        await asyncio.sleep(0.001)
        return "ran"

    words = r"the lab can't record .*SelectorEventLoop.* asyncio\.new_event_loop\(\)"
    with lab.installed(), pytest.warns(RuntimeWarning, match=words) as caught:
        assert in_a_runner(OwnSelectorEventLoop, main()) == "ran"
    assert len(caught) == 1


def test_so_is_one_that_is_not_asyncio_s_at_all() -> None:
    class Foreign(asyncio.AbstractEventLoop):  # as uvloop's is
        def close(self) -> None: ...
        def set_debug(self, enabled: bool) -> None: ...
        def run_until_complete(self, future: Any) -> Any:  # noqa: ANN401 - as published
            if asyncio.iscoroutine(future):
                future.close()

    with lab.installed():
        runner = asyncio.Runner(loop_factory=Foreign)
        with pytest.warns(RuntimeWarning, match=r"record .*\.Foreign: that event loop waits"):
            runner.get_loop()


def test_the_lab_s_own_loop_is_not() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with lab.installed():
            lab.EventLoop().close()
            assert in_a_runner(lab.EventLoop, an_hour()) == 3600


def test_the_log_in_debug_mode_names_what_asyncio_s_loop_names(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def main() -> str:
        return f"{asyncio.get_running_loop()!r}"

    def logged() -> tuple[str, list[str]]:
        caplog.clear()
        with caplog.at_level("DEBUG", "asyncio"):
            shown = asyncio.run(main(), debug=True)
        return shown, caplog.messages.copy()

    with lab.installed():
        ours = logged()
    assert ours == logged()
