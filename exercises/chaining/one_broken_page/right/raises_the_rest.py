"""Gathered, and any other exception raised again."""

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
        if isinstance(outcome, ConnectionError | str):
            print(f"{page}: {outcome}")
        else:
            raise outcome


if __name__ == "__main__":
    run(main())
