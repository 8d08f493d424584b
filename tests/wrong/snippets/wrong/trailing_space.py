"""It prints a space at the end of a line."""

print("a ")
