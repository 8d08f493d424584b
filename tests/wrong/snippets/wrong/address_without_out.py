"""Say hello."""

print(object())
