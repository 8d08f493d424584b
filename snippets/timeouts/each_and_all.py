"""A limit for each answer, and one for all of them together."""

import asyncio

SERVERS = {"news": 0.1, "mail": 0.4, "map": 60}


async def ask(server):
    await asyncio.sleep(SERVERS[server])  # the server takes its time
    return f"{server} is here"


async def ask_all(servers, each, together):
    answers = {}

    async def ask_one(server):
        try:
            async with asyncio.timeout(each):
                answers[server] = await ask(server)
        except TimeoutError:
            print(server, "is late")

    try:
        async with asyncio.timeout(together):
            async with asyncio.TaskGroup() as group:
                for server in servers:
                    group.create_task(ask_one(server), name=server)
    except TimeoutError:
        print("time is up")
    return answers


async def main():
    print(await ask_all(SERVERS, each=0.5, together=1))
    print(await ask_all(SERVERS, each=0.5, together=0.2))


asyncio.run(main())
