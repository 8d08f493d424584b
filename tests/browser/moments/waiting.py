"""Tasks that wait for each other, looked at from outside: `ps` and `pstree` of asyncio."""

import asyncio


async def send(lock: asyncio.Lock) -> None:
    """Wait, with a lock that the next one wants."""
    async with lock:
        await asyncio.sleep(60)


async def collect(senders: list[asyncio.Task[None]]) -> None:
    """Wait for several."""
    await asyncio.gather(*senders)


async def main() -> None:
    """Start all, two with one name."""
    lock = asyncio.Lock()
    senders = [asyncio.create_task(send(lock), name="send mail") for _ in range(2)]
    async with asyncio.TaskGroup() as group:
        group.create_task(collect(senders), name="collect")
        group.create_task(asyncio.sleep(60), name="a name of more than twenty letters")
        await asyncio.sleep(0)
        print("waiting", flush=True)


asyncio.run(main())
