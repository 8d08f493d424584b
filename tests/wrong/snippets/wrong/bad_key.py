# /// script
# [tool.lab]
# timeout = 3
# ///
"""The metadata has a key that means nothing."""
