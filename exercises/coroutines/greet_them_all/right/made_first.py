"""All coroutines made first, then awaited in turn."""

from asyncio import Runner


async def say_hello(name: str) -> None:
    print("Hello, " + name + "!")


async def greet_all(names: list[str]) -> None:
    hellos = [say_hello(name) for name in names]
    for hello in hellos:
        await hello


if __name__ == "__main__":
    with Runner() as runner:
        runner.run(greet_all(["Ada", "Bob", "Cleo"]))
