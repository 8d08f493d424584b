"""The recipes for a shutdown that documentation and blogs give, with what each prints.

Each is shortened as little as possible. Instead of a person at the terminal, a timer sends the
signal, at a time at which it makes no difference whether the machine is late.
"""

RECIPES: dict[str, tuple[str, str]] = {}

RECIPES["Set signal handlers for SIGINT and SIGTERM, in the documentation of asyncio"] = (
    """\
import asyncio
import functools
import os
import signal

def ask_exit(signame, loop):
    print("got signal %s: exit" % signame)
    loop.stop()

async def main():
    loop = asyncio.get_running_loop()

    for signame in {'SIGINT', 'SIGTERM'}:
        loop.add_signal_handler(
            getattr(signal, signame),
            functools.partial(ask_exit, signame, loop))

    loop.call_later(0.1, os.kill, os.getpid(), signal.SIGTERM)
    await asyncio.sleep(3600)

print("Event loop running for 1 hour, press Ctrl+C to interrupt.")
try:
    asyncio.run(main())
except RuntimeError as error:
    print(error)
""",
    "Event loop running for 1 hour, press Ctrl+C to interrupt.\n"
    "got signal SIGTERM: exit\n"
    "Event loop stopped before Future completed.\n",
)

RECIPES["Graceful shutdowns with asyncio, by Lynn Root"] = (
    """\
import asyncio
import signal

async def publish(queue):
    number = 0
    while True:
        number += 1
        await queue.put(number)
        print("published", number)
        await asyncio.sleep(60)

async def consume(queue):
    try:
        while True:
            print("consumed", await queue.get())
    except asyncio.CancelledError:
        print("consumer closes its connection")
        raise

async def shutdown(signal, loop):
    print(f"Received exit signal {signal.name}...")
    tasks = [t for t in asyncio.all_tasks() if t is not asyncio.current_task()]
    [task.cancel() for task in tasks]
    print(f"Cancelling {len(tasks)} outstanding tasks")
    await asyncio.gather(*tasks, return_exceptions=True)
    loop.stop()

def main():
    loop = asyncio.new_event_loop()
    signals = (signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
    for s in signals:
        loop.add_signal_handler(
            s, lambda s=s: asyncio.create_task(shutdown(s, loop)))
    queue = asyncio.Queue()
    loop.call_later(0.1, signal.raise_signal, signal.SIGHUP)
    try:
        publisher = loop.create_task(publish(queue))
        consumer = loop.create_task(consume(queue))
        loop.run_forever()
    finally:
        loop.close()
        print("Successfully shutdown the service.")

main()
""",
    "published 1\nconsumed 1\n"
    "Received exit signal SIGHUP...\n"
    "Cancelling 2 outstanding tasks\n"
    "consumer closes its connection\n"
    "Successfully shutdown the service.\n",
)

RECIPES["A future that the signal sets, in the documentation of websockets"] = (
    """\
import asyncio
import signal

async def echo(reader, writer):
    writer.write(await reader.readline())
    writer.close()

async def server():
    loop = asyncio.get_running_loop()
    stop = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, stop.set_result, None)
    async with await asyncio.start_server(echo, "localhost", 8765):
        print("serving")
        loop.call_later(0.1, signal.raise_signal, signal.SIGTERM)
        await stop
    print("stopped")

asyncio.run(server())
""",
    "serving\nstopped\n",
)

RECIPES["GracefulExit, as aiohttp's run_app does it"] = (
    """\
import asyncio
import signal

class GracefulExit(SystemExit):
    code = 1

def _raise_graceful_exit():
    raise GracefulExit()

async def app():
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, _raise_graceful_exit)
    loop.add_signal_handler(signal.SIGTERM, _raise_graceful_exit)
    loop.call_later(0.1, signal.raise_signal, signal.SIGTERM)
    try:
        while True:
            await asyncio.sleep(3600)
    finally:
        print("cleaned up")

loop = asyncio.new_event_loop()
main = loop.create_task(app())
try:
    loop.run_until_complete(main)
except (GracefulExit, KeyboardInterrupt) as exit:
    print(repr(exit))
finally:
    main.cancel()
    loop.run_until_complete(asyncio.gather(main, return_exceptions=True))
    loop.close()
""",
    "GracefulExit()\ncleaned up\n",
)

RECIPES["A handler for SIGTERM that raises, as services in containers have it"] = (
    """\
import asyncio
import signal
import sys

def on_sigterm(number, frame):
    print("stopping")
    sys.exit(0)

signal.signal(signal.SIGTERM, on_sigterm)

async def main():
    asyncio.get_running_loop().call_later(0.1, signal.raise_signal, signal.SIGTERM)
    try:
        await asyncio.sleep(3600)
    finally:
        print("cleaned up")

asyncio.run(main())
""",
    "stopping\ncleaned up\n",
)

RECIPES["SIGTERM turned into Ctrl-C"] = (
    """\
import asyncio
import signal

async def main():
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    asyncio.get_running_loop().call_later(0.1, signal.raise_signal, signal.SIGTERM)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(asyncio.sleep(3600))
    finally:
        print("cleaned up")

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
""",
    "cleaned up\ninterrupted\n",
)

RECIPES["A flag that the handler sets"] = (
    """\
import asyncio
import signal

stopping = False

def stop(number, frame):
    global stopping
    stopping = True
    print("finishing the current job")

async def main():
    signal.signal(signal.SIGINT, stop)
    loop = asyncio.get_running_loop()
    while not stopping:
        await asyncio.sleep(0.1)
        print("did a job")
        loop.call_later(0.05, signal.raise_signal, signal.SIGINT)

asyncio.run(main())
""",
    "did a job\nfinishing the current job\ndid a job\n",
)
