"""Say hello."""

import datetime

print(datetime.datetime.now())
