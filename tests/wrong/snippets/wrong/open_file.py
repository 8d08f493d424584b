"""A file is left open."""

file = open(__file__)
print("opened")
del file
