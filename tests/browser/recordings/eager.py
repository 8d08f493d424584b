"""Has an eager task."""

import asyncio


async def greet() -> None:
    await asyncio.sleep(0.1)


async def main() -> None:
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)  # type: ignore[attr-defined]  # since 3.12
    await asyncio.create_task(greet())


asyncio.run(main())
