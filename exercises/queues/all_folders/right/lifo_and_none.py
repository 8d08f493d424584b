"""A stack, and a `None` for each worker at the end."""

from asyncio import LifoQueue, TaskGroup, run, sleep

INSIDE = {"home": "music texts", "music": "jazz rock", "texts": "mail"}


async def worker(todo: LifoQueue) -> None:
    while (folder := await todo.get()) is not None:
        await sleep(0.1)
        print("visited", folder)
        for inner in INSIDE.get(folder, "").split():
            todo.put_nowait(inner)
        todo.task_done()


async def main(start: str = "home", count: int = 2) -> None:
    todo = LifoQueue()
    todo.put_nowait(start)
    async with TaskGroup() as group:
        for _ in range(count):
            group.create_task(worker(todo))
        await todo.join()
        for _ in range(count):
            todo.put_nowait(None)


if __name__ == "__main__":
    run(main())
