"""A line is too wide for a phone."""

print("this line goes on and on and on and on and on and on and on" * 0)
total = sum([100000, 200000, 300000, 400000, 500000, 600000, 7000000000])
