"""Look now and then whether all mails are sent."""

import asyncio

mails = set()


async def send_mail(to):
    await asyncio.sleep(0.5)  # a slow server
    print("mail to", to)


async def order(name):
    task = asyncio.create_task(send_mail(name))
    mails.add(task)
    task.add_done_callback(mails.discard)
    return f"thanks, {name}"


async def shut_down():
    while mails:
        await asyncio.sleep(0.05)


async def main():  # in place of a server
    for name in ["Ann", "Ben"]:
        print(await order(name))
    await shut_down()
    print("server: stopped")


asyncio.run(main())
