"""Say it in English."""

print("hallo")
