"""Say hello."""

if True:
	print("hello")
