"""A lock for each account, forgotten when it isn't in use."""

import asyncio
from weakref import WeakValueDictionary


class Locks:
    def __init__(self):
        self.locks = WeakValueDictionary()

    def __getitem__(self, key):
        return self.locks.setdefault(key, asyncio.Lock())


async def deposit(balance, locks, name, amount):
    async with locks[name]:
        before = balance[name]
        await asyncio.sleep(0.1)  # the bank takes its time
        balance[name] = before + amount


async def main():
    balance = {"Ada": 0, "Bob": 0}
    locks = Locks()
    async with asyncio.TaskGroup() as group:
        for amount in [1, 2, 3]:
            for name in balance:
                group.create_task(deposit(balance, locks, name, amount))
    print(balance)
    #> {'Ada': 6, 'Bob': 6}
    print("locks left:", len(locks.locks))
    #> locks left: 0


asyncio.run(main())
