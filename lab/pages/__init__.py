"""Markdown in, HTML out: the fences, the glossary, the pictures, the inventories and the theme."""
