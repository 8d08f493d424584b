"""A link checker that keeps running, keeps its word, and stops well."""
