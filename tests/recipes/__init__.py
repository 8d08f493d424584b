"""The programs at the end of a chapter, which readers copy: what they do under attack."""
