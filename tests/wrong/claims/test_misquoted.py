"""What `docs/learn/misquoted.md` claimed once."""

from tests.claims.claim import claim

__test__ = False  # they are only quoted


@claim("A task begins at once.")
def test_begins() -> None: ...


@claim("A task begins when the loop gets to it.")
def test_begins_later() -> None: ...
