"""The loop by hand: Runner, call_soon, call_later, futures, exception handlers."""

import asyncio


async def answer(future):
    return await future


with asyncio.Runner() as runner:
    loop = runner.get_loop()
    loop.set_exception_handler(lambda loop, context: print(context["message"]))
    future = loop.create_future()
    loop.call_later(0.2, future.set_result, 42)
    loop.call_later(0.1, print, "first")
    loop.call_soon(print, "soon")
    loop.call_soon(lambda: 1 / 0)
    print(runner.run(answer(future)))
    print(runner.run(asyncio.sleep(0, "again")))

loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(asyncio.sleep(0.1))
    loop.call_later(0.1, loop.stop)
    loop.run_forever()
    print("stopped")
finally:
    loop.close()
