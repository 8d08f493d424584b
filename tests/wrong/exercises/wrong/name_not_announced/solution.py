"""Print hello."""


# The checks use this name: keep it.
def greet():
    print("hello")


greet()
