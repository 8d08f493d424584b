"""Say hello."""

print({"a", "b", "c", "d", "e"})
