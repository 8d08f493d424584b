"""A future yields itself to its driver: wake me when I am filled."""


class Future:
    def __init__(self):
        self.done = False
        self.callbacks = []

    def set_result(self, result):
        self.result = result
        self.done = True
        for callback in self.callbacks:
            callback(self)

    def __await__(self):
        if not self.done:
            yield self
        return self.result


async def eat(pizza):
    print("eat: waiting")
    print("eat:", await pizza)


def go_on(pizza):
    try:
        coroutine.send(None)
    except StopIteration:
        print("driver: eat has returned")


pizza = Future()
coroutine = eat(pizza)
waits_for = coroutine.send(None)
print("driver: it waits for the pizza?", waits_for is pizza)
waits_for.callbacks.append(go_on)
pizza.set_result("a hot pizza")
