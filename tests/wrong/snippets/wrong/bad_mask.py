# /// script
# [tool.lab]
# masks = ["numbers"]
# ///
"""The metadata names a mask that there is not."""
