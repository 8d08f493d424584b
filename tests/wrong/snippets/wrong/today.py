"""It prints the date of the day."""

import datetime

print(datetime.date.today())
