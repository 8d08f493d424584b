# /// script
# [tool.lab]
# dev_mode = { on = false, reason = "the warning is the lesson" }
# ///
"""A loop made by hand is never closed."""

import asyncio

loop = asyncio.new_event_loop()
loop.run_until_complete(asyncio.sleep(0.1))
print("the loop is still open:", not loop.is_closed())
#> the loop is still open: True
