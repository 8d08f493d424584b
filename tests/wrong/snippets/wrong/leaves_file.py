"""A file among the sources."""

with open("left.txt", "w") as file:
    file.write("x")
