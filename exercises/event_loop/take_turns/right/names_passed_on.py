"""Without `tidy_up`, and with any number of names."""

from asyncio import gather, run, sleep


async def worker(name: str) -> None:
    for step in range(1, 4):
        print(name, step)
        await sleep(0)


async def main(*names: str) -> None:
    await gather(*(worker(name) for name in names))


if __name__ == "__main__":
    run(main("Ada", "Bob"))
