"""The server has stopped, but 0 of 2 mails were sent."""

import asyncio

mails = set()


# The checks use this name: keep it.
async def send_mail(to):
    await asyncio.sleep(0.5)  # a slow server
    print("mail to", to)


# The checks use this name: keep it.
async def order(name):
    task = asyncio.create_task(send_mail(name))
    mails.add(task)
    return f"thanks, {name}"


# The checks use this name: keep it.
async def shut_down():
    pass


async def main():  # in place of a server
    for name in ["Ann", "Ben"]:
        print(await order(name))
    await shut_down()
    print("server: stopped")


asyncio.run(main())
