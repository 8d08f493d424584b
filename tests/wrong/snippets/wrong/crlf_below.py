"""The lines of its transcript end as on Windows."""

print(1)
