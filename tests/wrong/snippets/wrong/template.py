"""Say here, in one sentence, what this shows."""

print("hello")
#> hello
