"""An object that keeps its loop can't be used in the next run."""

import asyncio


class Reminder:
    def __init__(self):
        self.loop = asyncio.get_running_loop()

    def remind(self, text):
        self.loop.call_later(0.1, print, text)


async def make_reminder():
    return Reminder()


async def use(reminder):
    reminder.remind("tea is ready")


reminder = asyncio.run(make_reminder())  # closes its loop at the end
try:
    asyncio.run(use(reminder))
except RuntimeError as error:
    print("RuntimeError:", error)
    #> RuntimeError: Event loop is closed
