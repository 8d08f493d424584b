"""No line says hello."""

print("hello")
