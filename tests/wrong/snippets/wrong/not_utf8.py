"""Not in UTF-8: ä."""

print(1)
#> 1
