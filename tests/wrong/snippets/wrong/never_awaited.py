"""A coroutine is made and never awaited."""


async def greet():
    print("hello")


greet()
print("done")
