"""Names and seconds from a dictionary, gathered."""

from asyncio import gather, run, sleep

PAGES = {"weather": 0.2, "news": 0.3, "mail": 0.1}


async def download(name: str, seconds: float) -> None:
    await sleep(seconds)
    print(f"{name}: here")


async def main() -> None:
    await gather(*(download(*item) for item in PAGES.items()))


if __name__ == "__main__":
    run(main())
