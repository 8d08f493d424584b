"""Say hello."""

print("hello")
#> hello
