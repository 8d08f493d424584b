"""What `docs/learn/databases.md` claims."""

from __future__ import annotations

import asyncio
import inspect
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from tests.claims.claim import claim, duration
from tests.recipes.recipe import load

ADD = "UPDATE accounts SET money = money + ? WHERE name = ?"


async def money(db: aiosqlite.Connection) -> list[int]:
    """What Ann and Ben have."""
    rows = await db.execute_fetchall("SELECT money FROM accounts ORDER BY name")
    return [row[0] for row in rows]


async def two_accounts(db: aiosqlite.Connection) -> None:
    """Give Ann and Ben a hundred coins each."""
    await db.execute("CREATE TABLE accounts (name, money)")
    await db.executemany("INSERT INTO accounts VALUES (?, 100)", [("Ann",), ("Ben",)])
    await db.commit()


async def rounds_during(work: asyncio.Future[None]) -> int:
    """How often another task has a turn while something is awaited."""
    number = 0
    while not work.done():
        number += 1
        await asyncio.sleep(0.01)
    return number


@claim("aiosqlite has most of the same methods, and you `await` them.")
def test_which_methods_aiosqlite_has() -> None:
    found = vars(sqlite3.Connection).items()
    methods = {name for name, it in found if inspect.isroutine(it) and not name.startswith("_")}
    missing = {name for name in methods if not hasattr(aiosqlite.Connection, name)}
    assert "create_aggregate" in missing
    assert len(missing) < len(methods) / 2
    assert inspect.iscoroutinefunction(aiosqlite.Connection.commit)


@claim("A driver that blocks stops all tasks. Use one that waits through the loop, or a thread.")
@claim("During the query with `sqlite3`, the ticks stop.")
@claim("It runs every connection in a separate thread, and the loop keeps running.")
def test_what_blocks() -> None:
    threads: list[int] = []

    def slow() -> None:
        threads.append(threading.get_ident())
        time.sleep(0.3)

    def query() -> None:
        db = sqlite3.connect(":memory:")
        db.create_function("slow", 0, slow)
        db.execute("SELECT slow()")
        db.close()

    async def blocks() -> None:
        query()

    async def waits() -> None:
        async with aiosqlite.connect(":memory:") as db:
            await db.create_function("slow", 0, slow)
            await db.execute("SELECT slow()")

    async def main(work: Coroutine[Any, Any, None]) -> int:
        return await rounds_during(asyncio.ensure_future(work))

    assert asyncio.run(main(blocks())) <= 1
    assert asyncio.run(main(waits())) > 2
    assert asyncio.run(main(asyncio.to_thread(query))) > 2
    assert threads[0] == threading.get_ident()
    assert threads[1] != threading.get_ident()

    async def two() -> int:
        async with aiosqlite.connect(":memory:") as one, aiosqlite.connect(":memory:") as other:
            for db in (one, other):
                await db.create_function("slow", 0, slow)
            await asyncio.gather(*[db.execute("SELECT slow()") for db in (one, other)])
        return len(set(threads[-2:]))

    assert asyncio.run(two()) == 2


@claim("A connection does one thing at a time. Don't share it, or a session, between tasks.")
@claim("aiosqlite doesn't complain, because it queues the calls for its thread.")
def test_calls_on_one_connection_are_one_after_the_other() -> None:
    async def main(connections: int) -> float:
        dbs = [await aiosqlite.connect(":memory:") for _ in range(connections)]
        try:
            for db in dbs:
                await db.create_function("slow", 0, lambda: time.sleep(0.1))
            queries = [dbs[n % connections].execute("SELECT slow()") for n in range(3)]
            return await duration(asyncio.gather(*queries))
        finally:
            for db in dbs:
                await db.close()

    assert asyncio.run(main(1)) >= 0.3
    assert asyncio.run(main(3)) < asyncio.run(main(1))  # they sleep at the same time


@claim("A transaction belongs to the connection: a rollback undoes what other tasks wrote on it.")
@claim("`/news` was committed, without any error, and yet it's gone.")
@claim("Now the rollback undoes only what its own task wrote.")
@pytest.mark.parametrize("shared", [True, False])
def test_whose_rollback(shared: bool, tmp_path: Path) -> None:
    async def write(db: aiosqlite.Connection) -> None:
        await db.execute("INSERT INTO links VALUES ('mine')")

    async def main() -> int:
        path = tmp_path / "links.db"
        async with aiosqlite.connect(path) as db, aiosqlite.connect(path) as own:
            other = db if shared else own
            await db.execute("CREATE TABLE links (url)")
            await asyncio.create_task(write(db))
            if not shared:
                await db.commit()  # SQLite has one writer
            await other.execute("UPDATE links SET url = 'yours'")
            await other.rollback()
            await db.commit()
            rows = await db.execute_fetchall("SELECT * FROM links WHERE url = 'mine'")
            return len(list(rows))

    assert asyncio.run(main()) == (0 if shared else 1)


@claim(
    "In one case you get the error immediately, whatever the `timeout`: when a transaction that"
    " has already read wants to write while another connection is writing."
)
@pytest.mark.parametrize("begin", ["BEGIN", "BEGIN IMMEDIATE"])
def test_who_reads_first_is_not_made_to_wait(begin: str, tmp_path: Path) -> None:
    path = tmp_path / "links.db"

    async def main() -> float:
        async with aiosqlite.connect(path) as first, aiosqlite.connect(path, timeout=600) as db:
            await first.execute("CREATE TABLE a (x)")
            if begin == "BEGIN IMMEDIATE":  # now it waits where it begins
                await first.execute("BEGIN IMMEDIATE")
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.2):
                        await db.execute(begin)
                await first.commit()
                return 600
            await db.execute(begin)
            await db.execute_fetchall("SELECT * FROM a")
            await first.execute("BEGIN IMMEDIATE")
            start = time.perf_counter()
            with pytest.raises(aiosqlite.OperationalError, match="database is locked"):
                await db.execute("INSERT INTO a VALUES (1)")
            return time.perf_counter() - start

    assert (asyncio.run(main()) < 600) is (begin == "BEGIN")


@claim(
    "With WAL, described below, that transaction also fails if another connection has written"
    " since,"
    " even if that one has committed."
)
def test_with_wal_it_is_too_late_after_a_commit(tmp_path: Path) -> None:
    path = tmp_path / "links.db"

    def connect() -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(path, timeout=600, isolation_level=None))

    with connect() as first, connect() as db:
        first.execute("PRAGMA journal_mode=WAL")
        first.execute("CREATE TABLE a (x)")
        db.execute("BEGIN")
        db.execute("SELECT * FROM a").fetchall()
        first.execute("INSERT INTO a VALUES (1)")  # and commits
        assert not first.in_transaction
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            db.execute("INSERT INTO a VALUES (2)")


@claim("SQLite has one writer at a time. Keep transactions short, or let one task write.")
@claim("By default it waits 5 seconds, in its thread, and then you get the same error.")
@claim("SQLite allows many readers but only one writer at a time, for the whole file.")
def test_one_writer(tmp_path: Path) -> None:
    assert "timeout=5.0" in sqlite3.connect.__text_signature__  # type: ignore[attr-defined]  # functions in C have it
    path = tmp_path / "links.db"

    async def main() -> tuple[float, int]:
        async with aiosqlite.connect(path) as first, aiosqlite.connect(path, timeout=0.2) as db:
            await first.execute("CREATE TABLE a (x)")
            await first.execute("CREATE TABLE b (x)")
            await first.execute("INSERT INTO a VALUES (1)")
            rows = await db.execute_fetchall("SELECT * FROM a")  # a reader may
            start = time.perf_counter()
            with pytest.raises(aiosqlite.OperationalError, match="database is locked"):
                await db.execute("INSERT INTO b VALUES (1)")  # another table
            return time.perf_counter() - start, len(list(rows))

    waited, seen = asyncio.run(main())
    assert waited > 0.15
    assert seen == 0


@claim(
    "This one makes writers add to a separate file, the write-ahead log, so writers"
    " and readers don't wait for each other."
)
@claim("The setting stays with the database.")
@pytest.mark.parametrize("wal", [False, True])
def test_readers_and_the_writer(wal: bool, tmp_path: Path) -> None:
    path = tmp_path / "links.db"

    async def main() -> None:
        async with aiosqlite.connect(path) as first, aiosqlite.connect(path, timeout=0) as db:
            if wal:
                await first.execute("PRAGMA journal_mode=WAL")
            await first.execute("CREATE TABLE a (x)")
            await first.execute("BEGIN EXCLUSIVE")
            await db.execute_fetchall("SELECT * FROM a")
            await first.commit()
            await db.execute("BEGIN")
            await db.execute_fetchall("SELECT * FROM a")
            await first.execute("INSERT INTO a VALUES (1)")
            await first.commit()  # the reader is still reading

    if wal:
        asyncio.run(main())
        with closing(sqlite3.connect(path)) as later:  # the setting has stayed
            assert later.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    else:
        with pytest.raises(aiosqlite.OperationalError, match="database is locked"):
            asyncio.run(main())


@claim("A pool is a queue of connections. Give them back in `finally`.")
@claim(
    "`finally` matters: a task that fails or is cancelled has to give its connection back as well."
)
def test_the_pool_never_shrinks() -> None:
    open_pool = load("databases/pool").open_pool

    async def main() -> None:
        async with open_pool(":memory:", 2) as lend:
            busy = most = 0

            async def use(number: int) -> None:
                nonlocal busy, most
                async with lend() as db:
                    busy += 1
                    most = max(most, busy)
                    try:
                        await db.execute("SELECT 1")
                        await asyncio.sleep(0.01)
                        if number % 3 == 0:
                            raise ConnectionError
                    finally:
                        busy -= 1

            tasks = [asyncio.create_task(use(number)) for number in range(30)]
            await asyncio.sleep(0.035)
            for task in tasks[::4]:
                task.cancel()
            await asyncio.wait(tasks)
            assert most == 2
            async with asyncio.timeout(1), lend(), lend():
                pass  # both are there

    asyncio.run(main())


@claim("Roll back on any exception, cancellations included, and shield the rollback.")
@claim("`except Exception` isn't enough, because a cancellation isn't an Exception:")
def test_all_or_nothing_wherever_it_is_cancelled() -> None:
    transaction = load("databases/transaction").transaction
    seen: set[int] = set()

    async def transfer(db: aiosqlite.Connection) -> None:
        async with transaction(db):
            await db.execute(ADD, [-10, "Ann"])
            await asyncio.sleep(0)
            await db.execute(ADD, [10, "Ben"])

    async def main(turns: int, again: int) -> bool:
        async with aiosqlite.connect(":memory:") as db:
            await two_accounts(db)
            task = asyncio.create_task(transfer(db))
            for _ in range(turns):
                await asyncio.sleep(0)
                await db.execute("SELECT 1")  # the thread has done what it was asked before
            task.cancel()
            for _ in range(again):
                await asyncio.sleep(0)
                task.cancel()
            await asyncio.wait([task])
            await db.execute("SELECT 1")
            assert not db.in_transaction
            await db.commit()
            has = await money(db)
            assert has in ([100, 100], [90, 110]), (turns, again, has)
            seen.add(has[0])
            return task.cancelled()

    for again in (0, 1, 2):
        results = [asyncio.run(main(turns, again)) for turns in range(12)]
        assert results[0]
        assert not results[-1]
    assert seen == {90, 100}


@claim("SQLite's driver begins a transaction by itself before the first update.")
def test_an_update_begins_a_transaction() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("CREATE TABLE accounts (name, money)")
        db.execute("SELECT * FROM accounts")
        assert not db.in_transaction
        db.execute("UPDATE accounts SET money = 0")
        assert db.in_transaction


@claim("Nothing rolled it back, and a later commit on the same connection saved it.")
@pytest.mark.parametrize("catches", ["nothing", "Exception"])
def test_half_a_transfer(catches: str) -> None:
    async def transfer(db: aiosqlite.Connection) -> None:
        try:
            await db.execute(ADD, [-10, "Ann"])
            await asyncio.sleep(60)
            await db.execute(ADD, [10, "Ben"])
            await db.commit()
        except Exception:
            if catches == "Exception":
                await db.rollback()
            raise

    async def main() -> list[int]:
        async with aiosqlite.connect(":memory:") as db:
            await two_accounts(db)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await transfer(db)
            await db.commit()
            return await money(db)

    assert asyncio.run(main()) == [90, 100]


@claim("With aiosqlite it did, because the thread carries on.")
def test_a_commit_that_nothing_waits_for() -> None:
    async def main() -> list[int]:
        async with aiosqlite.connect(":memory:") as db:
            await two_accounts(db)
            await db.execute(ADD, [-10, "Ann"])
            await db.execute(ADD, [10, "Ben"])
            committing = asyncio.ensure_future(db.commit())
            await asyncio.sleep(0)
            committing.cancel()
            await asyncio.wait([committing])
            assert committing.cancelled()
            await db.rollback()
            return await money(db)

    assert asyncio.run(main()) == [90, 110]


@claim("A timeout ends the wait, not the query.")
@claim("`db.interrupt()` asks SQLite to give up a query.")
@pytest.mark.parametrize("interrupts", [False, True])
def test_a_query_that_nothing_waits_for(interrupts: bool) -> None:
    count = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < {})"
        " SELECT max(x) FROM n"
    )
    finished: list[bool] = []

    async def main() -> None:
        async with aiosqlite.connect(":memory:") as db:
            steps = 1_000_000_000 if interrupts else 300_000
            query = asyncio.ensure_future(db.execute_fetchall(count.format(steps)))
            await asyncio.sleep(0.01)
            if interrupts:
                await db.interrupt()
                with pytest.raises(aiosqlite.OperationalError, match="interrupted"):
                    await query
                return
            await db.create_function("note", 0, lambda: finished.append(True))
            noting = asyncio.ensure_future(db.execute("SELECT note()"))
            await asyncio.sleep(0)
            noting.cancel()
            await asyncio.wait([noting, query])
            await db.execute("SELECT 1")

    asyncio.run(main())
    assert finished == ([] if interrupts else [True])


@claim("Close connections before `main` ends.")
@claim("the connection's thread waits for the next statement, and Python waits for the thread.")
@pytest.mark.parametrize("closes", [True, False])
def test_a_connection_that_is_left_open(closes: bool) -> None:
    code = f"""
import asyncio, aiosqlite, threading
kept = []
async def main():
    db = await aiosqlite.connect(":memory:")
    kept.append(db)
    if {closes}:
        await db.close()
asyncio.run(main())
others = [it for it in threading.enumerate() if it is not threading.main_thread()]
print([it.daemon for it in others])
"""
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as it:
        assert it.stdout is not None
        said = it.stdout.readline().strip()
        if closes:
            assert it.wait() == 0
        else:
            assert said == "[False]"  # Python waits for threads that are no daemons
            assert it.poll() is None
            it.kill()


@claim(
    "`BEGIN IMMEDIATE` asks for the right to write at once, so the error comes before the work"
    " rather than in the middle of it."
)
@claim(
    "Use this for work that can wait only so long for other writers, and that"
    " must not be left half done."
)
def test_a_transaction_with_a_limit(tmp_path: Path) -> None:
    writing = load("databases/transaction_with_a_limit").writing
    path = tmp_path / "bank.db"

    async def main() -> None:
        async with aiosqlite.connect(path) as db:
            await two_accounts(db)
            with pytest.raises(TimeoutError):
                async with writing(path, wait=0, limit=0.05) as own:
                    await own.execute(ADD, [-10, "Ann"])
                    await asyncio.sleep(60)
            with pytest.raises(KeyError):
                async with writing(path, wait=0, limit=1) as own:
                    await own.execute(ADD, [-10, "Ann"])
                    raise KeyError
            assert await money(db) == [100, 100]
            async with writing(path, wait=0, limit=1) as own:
                await own.execute(ADD, [-10, "Ann"])
                reached = False
                with pytest.raises(aiosqlite.OperationalError, match="locked"):
                    async with writing(path, wait=0, limit=1):
                        reached = True
                assert not reached
                await own.execute(ADD, [10, "Ben"])
            assert await money(db) == [90, 110]

    asyncio.run(main())


@claim("The limit ends the work between two queries. One that is running is finished first.")
def test_the_limit_waits_for_the_query(tmp_path: Path) -> None:
    writing = load("databases/transaction_with_a_limit").writing
    steps: list[str] = []

    def slow() -> None:
        time.sleep(0.3)
        steps.append("finished")

    async def main() -> None:
        with pytest.raises(TimeoutError):
            async with writing(tmp_path / "x.db", wait=0, limit=0.05) as db:
                await db.create_function("slow", 0, slow)
                try:
                    await db.execute("SELECT slow()")
                finally:
                    steps.append("given up")
        steps.append("after the block")

    asyncio.run(main())
    assert steps == ["given up", "finished", "after the block"]


@claim("The writer takes all that have arrived and writes them in one transaction.")
def test_one_task_writes(capsys: pytest.CaptureFixture[str]) -> None:
    write_all = load("databases/one_writer").write_all

    async def main() -> int:
        rows: asyncio.Queue[tuple[str, int] | None] = asyncio.Queue()
        for number in range(1000):
            rows.put_nowait((f"/{number}", 200))
        rows.put_nowait(None)
        async with aiosqlite.connect(":memory:") as db:
            await db.execute("CREATE TABLE links (path, status)")
            await write_all(db, rows)
            assert not db.in_transaction
            return len(list(await db.execute_fetchall("SELECT * FROM links")))

    capsys.readouterr()
    assert asyncio.run(main()) == 1000
    assert capsys.readouterr().out == "written: 1001\n"
