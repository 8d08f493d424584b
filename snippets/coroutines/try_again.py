"""Try again when a call fails, with a longer pause each time."""

import asyncio


async def try_again(call, *arguments, attempts=4, pause=0.1):
    for _ in range(attempts - 1):
        try:
            return await call(*arguments)
        except OSError as error:
            if asyncio.current_task().cancelling():
                raise  # the time is up
            print(f"{error}; again in {pause:.1f} s")
            #> busy; again in 0.1 s
            #> still busy; again in 0.2 s
        await asyncio.sleep(pause)
        pause *= 2
    return await call(*arguments)


answers = [OSError("busy"), OSError("still busy"), "news"]


async def fetch(path):  # plays the server
    answer = answers.pop(0)
    if isinstance(answer, OSError):
        raise answer
    return f"{path}: {answer}"


async def main():
    print(await try_again(fetch, "/news"))
    #> /news: news


asyncio.run(main())
