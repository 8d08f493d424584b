"""The mails go out one after the other, 0.5 s apart."""

import asyncio

mails = set()


# The checks use this name: keep it.
async def send_mail(to):
    await asyncio.sleep(0.5)  # a slow server
    print("mail to", to)


# The checks use this name: keep it.
async def order(name):
    mails.add(name)
    return f"thanks, {name}"


# The checks use this name: keep it.
async def shut_down():
    for name in sorted(mails):
        await send_mail(name)


async def main():  # in place of a server
    for name in ["Ann", "Ben"]:
        print(await order(name))
    await shut_down()
    print("server: stopped")


asyncio.run(main())
