# /// script
# requires-python = ">=3.99"
# ///
"""The metadata asks for a newer Python than the program needs."""

print("any Python does")
#> any Python does
