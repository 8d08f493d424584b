"""No line says hello."""
