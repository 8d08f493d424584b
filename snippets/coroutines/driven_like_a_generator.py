"""The calls that drive a generator drive a coroutine, too."""


def double_generator(x):
    return x * 2
    yield  # never reached, but it makes this a generator function


async def double_coroutine(x):
    return x * 2


def drive(something):
    try:
        something.send(None)
    except StopIteration as stop:
        return stop.value


print(drive(double_generator(6)))
#> 12
print(drive(double_coroutine(6)))
#> 12
