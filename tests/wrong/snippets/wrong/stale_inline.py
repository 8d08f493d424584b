"""A comment shows the output of a line that never runs."""

if len("abc") > 5:
    print("long")
    #> long
print("short")
#> short
