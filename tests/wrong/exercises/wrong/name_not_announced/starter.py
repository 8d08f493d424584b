"""Print hello."""


def greet():
    print("bye")


greet()
