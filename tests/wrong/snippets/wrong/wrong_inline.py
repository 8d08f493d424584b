"""A comment shows another number."""

print(6 * 2)
#> 13
