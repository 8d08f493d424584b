"""Print hello."""

print("bye")
