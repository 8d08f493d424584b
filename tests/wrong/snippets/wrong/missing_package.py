"""The package that it imports is not installed."""

import no_such_package

print(no_such_package)
#> 1
