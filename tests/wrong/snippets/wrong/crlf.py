"""Its lines end as on Windows."""

print(1)
#> 1
