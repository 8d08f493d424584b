"""A class with one chair less than forks."""

from asyncio import Lock, Semaphore, gather, run, sleep


class Table:
    def __init__(self, places: int):
        self.forks = [Lock() for _ in range(places)]
        self.chairs = Semaphore(places - 1)

    async def eat(self, name: str, seat: int) -> None:
        left = self.forks[seat]
        right = self.forks[(seat + 1) % len(self.forks)]
        async with self.chairs, left:
            await sleep(0.1)  # looks for the other fork
            async with right:
                print(name, "eats")
                await sleep(0.1)
                print(name, "has eaten")


async def main() -> None:
    names = ["Ada", "Bob", "Eve", "Joe"]
    table = Table(len(names))
    await gather(*(table.eat(n, seat) for seat, n in enumerate(names)))


if __name__ == "__main__":
    run(main())
