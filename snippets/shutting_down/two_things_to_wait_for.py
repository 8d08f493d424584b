"""A listener waits for news and for the end, whichever comes first."""

import asyncio


async def listen(news, stop):
    stopping = asyncio.create_task(stop.wait(), name="stop?")
    try:
        while True:
            getting = asyncio.create_task(news.get(), name="news?")
            await asyncio.wait(
                [getting, stopping], return_when=asyncio.FIRST_COMPLETED
            )
            if not getting.done():
                break
            print("news:", getting.result())
            #> news: rain tomorrow
    finally:
        getting.cancel()
        stopping.cancel()
    print("listen: the server is going away")
    #> listen: the server is going away


async def main():
    news = asyncio.Queue()
    stop = asyncio.Event()
    task = asyncio.create_task(listen(news, stop), name="listen")
    news.put_nowait("rain tomorrow")
    await asyncio.sleep(0.2)
    stop.set()
    await task


asyncio.run(main())
