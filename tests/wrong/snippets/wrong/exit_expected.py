# /// script
# [tool.lab]
# exit = { status = 1, reason = "it is said to fail" }
# ///
"""The metadata promises a failure that does not come."""

print("fine")
