"""A comment shows output under a line that prints nothing."""

total = 6 * 2
#> 12
print("short")
#> short
