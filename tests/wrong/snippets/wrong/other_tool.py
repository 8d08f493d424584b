# /// script
# [tool.labs]
# masks = ["address"]
# ///
"""A table whose name is misspelt."""

print("x")
#> x
