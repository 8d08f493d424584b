"""The door opens, and one guest keeps waiting."""

import asyncio


class Shop:
    def __init__(self):
        self.open = asyncio.Event()

    def close(self):
        self.open = asyncio.Event()


async def guest(shop):
    await shop.open.wait()
    print(asyncio.current_task().get_name(), "comes in")
    #> Bob comes in


async def main():
    shop = Shop()
    ada = asyncio.create_task(guest(shop), name="Ada")
    await asyncio.sleep(0.1)
    shop.close()
    bob = asyncio.create_task(guest(shop), name="Bob")
    await asyncio.sleep(0.1)
    shop.open.set()
    await asyncio.wait([ada, bob], timeout=1)
    for task in (ada, bob):
        if not task.done():
            print(task.get_name(), "still waits")
            #> Ada still waits


asyncio.run(main())
