"""Run a library's endless program beside your own tasks."""

import asyncio


class Bot:  # a library
    def run(self):  # only for a program that does nothing else
        asyncio.run(self.start())

    async def start(self):
        while True:
            await asyncio.sleep(0.2)  # someone writes a message
            print("bot: answered")


async def remind():
    while True:
        await asyncio.sleep(0.3)
        print("main: reminded")


async def main():
    async with asyncio.TaskGroup() as group:
        bot = group.create_task(Bot().start())
        reminders = group.create_task(remind())
        await asyncio.sleep(0.5)  # or wait for a signal
        bot.cancel()
        reminders.cancel()


asyncio.run(main())
