# /// script
# [tool.lab]
# exit = 1
# ///
"""Say hello."""

print("hello")
#> hello
