"""It prints the number of the day, which stands still on the lab."""

import time

print(int(time.time()) // 86_400)
#> 20454
