"""A plain function runs at once, from its first line to its last."""


def double(x):
    return x * 2


print(double(6))
#> 12
