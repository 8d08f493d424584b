"""No line says hello."""

print("hallo")
