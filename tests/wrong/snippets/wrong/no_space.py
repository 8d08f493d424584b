"""A comment has no space after its mark."""

print(6 * 2)
#>12
