"""It prints an address."""

print(object())
