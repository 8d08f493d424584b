import asyncio
import atexit

atexit.register(print, "exit")


async def runner(name, barrier, condition, event, log):
    await asyncio.sleep(0.01 * int(name))
    position = await barrier.wait()
    log.append((name, position))
    async with condition:
        condition.notify_all()
    await event.wait()
    log.append(name)


async def main():
    barrier, condition, event, log = asyncio.Barrier(3), asyncio.Condition(), asyncio.Event(), []
    tasks = [asyncio.create_task(runner(str(n), barrier, condition, event, log)) for n in range(3)]
    async with condition:
        await condition.wait_for(lambda: len(log) == 3)
    print(sorted(log))
    event.set()
    await asyncio.gather(*tasks)
    print(sorted(log[3:]))


loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
try:
    loop.run_until_complete(main())
finally:
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()
