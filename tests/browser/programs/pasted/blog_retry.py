import asyncio
import functools
import logging
import sys

logging.basicConfig(
    level=logging.INFO, format="%(levelname)-8s %(name)s: %(message)s", stream=sys.stdout
)
log = logging.getLogger("retry")


def retry(times=3, delay=0.05, exceptions=(OSError,)):
    def decorate(function):
        @functools.wraps(function)
        async def wrapper(*args, **kwargs):
            for attempt in range(1, times + 1):
                try:
                    return await function(*args, **kwargs)
                except exceptions as error:
                    log.warning("attempt %d of %s failed: %s", attempt, function.__name__, error)
                    if attempt == times:
                        raise
                    await asyncio.sleep(delay * 2**attempt)

        return wrapper

    return decorate


calls = 0


@retry()
async def flaky():
    global calls
    calls += 1
    if calls < 3:
        raise ConnectionResetError("connection lost")
    return "well"


@retry(times=2)
async def broken():
    raise TimeoutError("no answer")


async def main():
    log.info("result: %s", await flaky())
    await broken()


asyncio.run(main())
