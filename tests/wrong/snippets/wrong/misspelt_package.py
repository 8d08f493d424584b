# /// script
# dependencies = ["aiohtp"]
# ///
"""A package that is not here."""

print("hello")
#> hello
