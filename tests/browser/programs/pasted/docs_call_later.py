import asyncio
import functools


def hello_world(loop):
    """A callback to print 'Hello World' and stop the event loop"""
    print("Hello World")
    loop.stop()


def display(loop, n):
    print("tick", n)
    if n < 3:
        loop.call_later(0.1, display, loop, n + 1)
    else:
        loop.stop()


loop = asyncio.new_event_loop()
loop.call_soon(hello_world, loop)
try:
    loop.run_forever()
    loop.call_soon(functools.partial(print, "Hello", flush=True))
    loop.call_soon(display, loop, 0)
    loop.run_forever()
finally:
    loop.close()
