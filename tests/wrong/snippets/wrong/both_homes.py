"""Output stands in a comment and in a transcript."""

print(6 * 2)
#> 12
