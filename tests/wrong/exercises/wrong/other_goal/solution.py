"""Print hallo."""

print("hello")
