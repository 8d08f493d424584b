"""Gathered, and a list of what can be shown."""

import asyncio as aio

DOWN = {"advert"}


async def fetch(part: str, seconds: float) -> str:
    await aio.sleep(seconds)
    if part in DOWN:
        raise ConnectionError(f"the {part} is down")
    return f"<{part}>"


async def show() -> None:
    text, advert = await aio.gather(
        fetch("text", 0.2), fetch("advert", 0.1), return_exceptions=True
    )
    if isinstance(text, BaseException):
        raise text
    parts = [text]
    if isinstance(advert, str):
        parts.append(advert)
    elif not isinstance(advert, ConnectionError):
        raise advert
    print(*parts)


if __name__ == "__main__":
    aio.run(show())
