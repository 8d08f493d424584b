"""The slow function runs in a thread, and the loop keeps going."""

import asyncio
import time


def count_words(text):
    time.sleep(0.3)
    return len(text.split())


async def main():
    print(await asyncio.to_thread(count_words, "to be or not"))
    #> 4


asyncio.run(main(), debug=True)
