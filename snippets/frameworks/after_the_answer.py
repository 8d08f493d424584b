"""Work after the answer is part of the request, so a stop waits."""

import asyncio


async def send_mail():
    await asyncio.sleep(0.3)
    print("mail sent")


async def request(answer):  # what a framework does for a request
    await asyncio.sleep(0.1)  # saves the order
    answer.set_result("thanks")
    await send_mail()  # a background task


async def client(answer):
    print("client:", await answer)


async def server():
    answer = asyncio.get_running_loop().create_future()
    handling = asyncio.create_task(request(answer), name="request")
    asking = asyncio.create_task(client(answer), name="client")
    await asyncio.sleep(0.2)
    print("server: stopping")
    await asyncio.wait([handling, asking])
    print("server: stopped")


asyncio.run(server())
