"""The recipes for events and files: with no items, a thousand, errors, and cancelled."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.claims.claim import duration, each_factory, run, says
from tests.recipes.recipe import load
from tests.recipes.test_attacks import MANY, fail


@each_factory
def test_only_the_last_of_a_burst_is_searched_for(*, eager: bool) -> None:
    recipe = load("recipes/debounce")
    searches: list[tuple[int, float]] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        start = loop.time()

        async def search(number: int) -> None:
            searches.append((number, round(loop.time() - start, 1)))
            await asyncio.sleep(1)

        values: asyncio.Queue[int] = asyncio.Queue()
        task = asyncio.create_task(recipe.debounced(values, 0.3, search))
        await asyncio.sleep(1)
        assert searches == []  # nothing was typed
        for number in range(MANY):
            values.put_nowait(number)
        await asyncio.sleep(0.2)
        values.put_nowait(MANY)
        await asyncio.sleep(0.5)
        values.put_nowait(-1)  # while it searches
        await asyncio.sleep(3)
        task.cancel()
        await asyncio.wait([task])
        assert task.cancelled()

    run(main(), eager=eager)
    assert searches == [(MANY, 1.5), (-1, 2.8)]


def test_a_failing_search_ends_the_task() -> None:
    recipe = load("recipes/debounce")

    async def main() -> None:
        values: asyncio.Queue[int] = asyncio.Queue()
        values.put_nowait(1)
        await recipe.debounced(values, 0.1, fail)

    with pytest.raises(OSError, match="failed"):
        run(main())


@each_factory
def test_every_subscriber_hears_all_and_a_slow_one_the_newest(*, eager: bool) -> None:
    recipe = load("recipes/publish")

    async def main() -> None:
        queues: list[asyncio.Queue[int]] = []
        recipe.publish(queues, 0)  # no subscribers
        heard: list[list[int]] = [[] for _ in range(100)]

        async def listen(mine: list[int]) -> None:
            with recipe.subscribed(queues, 3) as messages:
                while True:
                    mine.append(await messages.get())

        tasks = [asyncio.create_task(listen(mine)) for mine in heard]
        await asyncio.sleep(0)
        with recipe.subscribed(queues, 3) as slow:
            for number in range(1, MANY):
                recipe.publish(queues, number)
                if number % 3 == 0:
                    await asyncio.sleep(0.01)
            assert [slow.get_nowait() for _ in range(3)] == [MANY - 3, MANY - 2, MANY - 1]
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        assert queues == []
        assert all(mine == list(range(1, MANY)) for mine in heard)

    run(main(), eager=eager)


def test_a_false_message_ends_a_subscriber() -> None:
    recipe = load("recipes/publish")

    async def main() -> None:
        queues: list[asyncio.Queue[int]] = []
        listening = asyncio.create_task(recipe.listen("mine", queues, 0.1))
        await asyncio.sleep(0)
        recipe.publish(queues, 0)
        await listening
        assert queues == []

    run(main())


def test_a_subscriber_that_fails_or_is_cancelled_leaves() -> None:
    recipe = load("recipes/publish")

    async def main() -> None:
        queues: list[asyncio.Queue[int]] = []

        async def listen() -> None:
            with recipe.subscribed(queues, 3) as messages:
                await messages.get()
                await fail()

        failing, cancelled = asyncio.create_task(listen()), asyncio.create_task(listen())
        await asyncio.sleep(0)
        cancelled.cancel()
        await asyncio.wait([cancelled])
        assert len(queues) == 1
        recipe.publish(queues, 1)
        with pytest.raises(OSError, match="failed"):
            await failing
        assert queues == []

    run(main())


def test_a_search_may_be_cancelled_or_take_too_long() -> None:
    recipe = load("recipes/debounce")
    ended: list[str] = []

    async def search(seconds: float) -> None:
        try:
            async with asyncio.timeout(1):
                await asyncio.sleep(seconds)
        finally:
            ended.append("search")

    async def main(seconds: float, after: float) -> None:
        values: asyncio.Queue[float] = asyncio.Queue()
        values.put_nowait(seconds)
        async with asyncio.timeout(after) as limit:
            await recipe.debounced(values, 0.1, search)
        assert not limit.expired()

    for seconds, after in [(60, 0.5), (60, 5)]:  # cancelled; a timeout of its own
        with pytest.raises(TimeoutError):
            assert run(duration(main(seconds, after))) <= 1.1
    assert ended == ["search"] * 2


@each_factory
@pytest.mark.parametrize("number", [0, 1, 3, MANY])
def test_progress_counts_each_item_once(number: int, *, eager: bool) -> None:
    recipe = load("recipes/progress")
    reports: list[tuple[int, int]] = []

    async def action(item: int) -> int:
        await asyncio.sleep(item % 7 / 10)
        return item * 2

    async def main() -> None:
        items = (item for item in range(number))
        found = await recipe.for_each(items, action, lambda *seen: reports.append(seen))
        assert found == [item * 2 for item in range(number)]

    run(main(), eager=eager)
    assert reports == [(done, number) for done in range(1, number + 1)]


def test_a_failing_report_or_action_ends_all() -> None:
    recipe = load("recipes/progress")

    async def quick(_: int) -> None:
        await asyncio.sleep(0)

    def refuse(*_: int) -> None:
        raise ValueError("report")

    for action, report in [(quick, refuse), (fail, recipe.bar)]:
        with pytest.raises(ExceptionGroup):
            run(recipe.for_each(range(10), action, report))


def test_the_bar_is_empty_and_full(capsys: pytest.CaptureFixture[str]) -> None:
    recipe = load("recipes/progress")
    recipe.bar(0, MANY)
    recipe.bar(MANY - 1, MANY)
    recipe.bar(MANY, MANY)
    assert capsys.readouterr().out.splitlines() == [
        "[..........] 0 of 1000",
        "[#########.] 999 of 1000",
        "[##########] 1000 of 1000",
    ]


def test_the_share_of_a_bar_changes_seldom_and_its_text_each_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    says(Path("docs/recipes/events.md"), "so draw only if share has changed.")
    recipe = load("recipes/progress")
    for done in range(MANY + 1):
        recipe.bar(done, MANY)
    texts = capsys.readouterr().out.splitlines()
    assert len(set(texts)) == MANY + 1
    assert len({text.partition("]")[0] for text in texts}) == 11


async def pieces(number: int, error: Exception | None = None) -> AsyncIterator[bytes]:
    """A body in pieces, and perhaps an error at its end."""
    for _ in range(number):
        await asyncio.sleep(0.001)
        yield b"piece"
    if error:
        raise error


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_a_whole_download_is_saved(number: int, tmp_path: Path) -> None:
    recipe = load("recipes/save_to_disk")
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    run(recipe.save(pieces(number), path))
    assert path.read_bytes() == b"piece" * number
    assert list(tmp_path.iterdir()) == [path]


def test_a_download_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    recipe = load("recipes/save_to_disk")
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="failed"):
        run(recipe.save(pieces(3, OSError("failed")), path))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_download_that_cannot_be_written_leaves_no_part(tmp_path: Path) -> None:
    recipe = load("recipes/save_to_disk")
    with pytest.raises(FileNotFoundError):
        run(recipe.save(pieces(3), tmp_path / "missing" / "a.txt"))
    folder = tmp_path / "a.txt"
    folder.mkdir()
    with pytest.raises(OSError, match="directory"):
        run(recipe.save(pieces(3), folder))
    assert list(tmp_path.iterdir()) == [folder]


def test_a_slow_disk_does_not_block_the_loop_when_the_file_is_closed() -> None:
    recipe = load("recipes/save_to_disk")
    closed_by = []

    class File(io.BytesIO):
        def close(self) -> None:
            closed_by.append(threading.current_thread())
            super().close()

    class Part:
        open = staticmethod(lambda _: File())
        replace = unlink = staticmethod(lambda *_, **__: None)

    class Target:
        name = "a.txt"
        with_name = staticmethod(lambda _: Part)

    run(recipe.save(pieces(1), Target))
    assert closed_by[0] is not threading.main_thread()


def test_a_download_that_is_cancelled_leaves_the_old_file(tmp_path: Path) -> None:
    recipe = load("recipes/save_to_disk")
    path = tmp_path / "a.txt"

    async def main(turns: int) -> None:
        path.write_bytes(b"old")
        task = asyncio.create_task(recipe.save(pieces(3), path))
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        assert path.read_bytes() == (b"old" if task.cancelled() else b"piece" * 3)

    for turns in range(30):
        run(main(turns))
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("number", [0, 1, MANY])
def test_with_anyio_it_ends_in_time_and_limits(number: int) -> None:
    recipe = load("recipes/with_anyio")
    names = [str(item) for item in range(number)]
    assert len(run(recipe.download_all(names, 10, 1000))) == number
    assert len(run(recipe.download_all(names, 2, 0.5))) == min(number, 4)
