# /// script
# [tool.lab]
# masks = "address"
# ///
"""Say hello."""

print("hello")
#> hello
