"""No line says hello."""


def greet():
    print("hallo")
