"""A colon is missing below."""


def test_begins() -> None
    assert True
