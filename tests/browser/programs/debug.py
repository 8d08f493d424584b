"""Debug mode reports what blocks the loop."""

import asyncio
import logging
import re
import time


class Masked(logging.Handler):
    def emit(self, record):
        print(re.sub(r"took .*", "took long", re.sub(r"<.*>", "<...>", record.getMessage())))


logging.getLogger("asyncio").addHandler(Masked())


async def main():
    time.sleep(0.2)
    print("end")


asyncio.run(main(), debug=True)
