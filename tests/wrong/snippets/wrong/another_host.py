"""Asks a host on the network."""

from urllib.request import urlopen

print(urlopen("http://example.com").status)
#> 200
