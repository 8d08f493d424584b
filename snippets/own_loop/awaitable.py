"""An awaitable has a method `__await__`, and that may yield."""


class Question:
    def __init__(self, text):
        self.text = text

    def __await__(self):
        answer = yield self.text
        return answer


async def add():
    first = int(await Question("first number?"))
    second = int(await Question("second number?"))
    return first + second


coroutine = add()
print("driver is asked:", coroutine.send(None))
#> driver is asked: first number?
print("driver is asked:", coroutine.send("5"))
#> driver is asked: second number?
try:
    coroutine.send("7")
except StopIteration as stop:
    print("driver has:", stop.value)
    #> driver has: 12
