"""Only the first result counts."""

import asyncio


async def main():
    loop = asyncio.get_running_loop()
    answer = loop.create_future()
    for text in ["the first", "the second"]:
        if not answer.done():
            answer.set_result(text)
    print(await answer)
    #> the first


asyncio.run(main())
