# /// script
# requires-python = ">=3.12"

"""Say hello."""

print("hello")
#> hello
