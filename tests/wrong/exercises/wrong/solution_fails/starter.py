"""Print hello."""

print("bye")
