"""A coroutine catches everything, even the request to end."""


async def watch(source):
    for _ in range(2):
        try:
            await source
        except BaseException as error:
            print("caught", type(error).__name__)


class Never:
    def __await__(self):
        yield


watching = watch(Never())
watching.send(None)
try:
    watching.close()
except RuntimeError as error:
    print(error)
watching.close()
