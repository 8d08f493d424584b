# /// script
# dependencies = ["aiohttp
# ///
"""The metadata is not valid TOML."""
