"""Print hello."""

print("hello")
