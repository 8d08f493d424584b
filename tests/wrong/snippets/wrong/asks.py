"""Say hello."""

name = input("Who are you? ")
print("hello", name)
#> hello
