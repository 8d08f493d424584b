"""Print hello."""

print("hell")
