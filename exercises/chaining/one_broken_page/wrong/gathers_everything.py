"""A mistake in fetch, such as an AttributeError, no longer ends the program."""

from asyncio import gather, run, sleep

PAGES = ("news", "shop", "mail")


async def fetch(page: str) -> str:
    await sleep(0.1)
    if page == "shop":
        raise ConnectionError("no answer")
    return "200"


async def main() -> None:
    outcomes = await gather(*map(fetch, PAGES), return_exceptions=True)
    for page, outcome in zip(PAGES, outcomes):
        print(f"{page}: {outcome}")


if __name__ == "__main__":
    run(main())
