"""A merge left its marks in the transcript."""

print(1)
