"""A coroutine catches errors only."""


async def watch(source):
    for _ in range(2):
        try:
            await source
        except Exception as error:
            print("caught", type(error).__name__)


class Never:
    def __await__(self):
        yield


watching = watch(Never())
watching.send(None)
watching.close()
print("closed")
#> closed
