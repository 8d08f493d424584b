# /// script
# [tool.lab]
# browser = { runs = false, reason = " " }
# ///
"""The metadata gives no reason."""
