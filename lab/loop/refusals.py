"""Say no to what cannot be had in memory, and say why."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

_Class = TypeVar("_Class", bound=type)


def refuses(**reasons: str) -> Callable[[_Class], _Class]:
    """Give a class methods that raise `NotImplementedError` with a reason.

    Args:
        reasons: by the method's name, why it can't be had.
    """

    def decorate(cls: _Class) -> _Class:
        for name, reason in reasons.items():
            setattr(cls, name, _refusal(cls.__name__, name, reason))
        return cls

    return decorate


def _refusal(owner: str, name: str, reason: str) -> Callable[..., NoReturn]:
    def method(self: object, *args: object, **options: object) -> NoReturn:
        raise NotImplementedError(
            f"{owner}.{name} is not there: {reason}; run this on asyncio's own event loop"
        )

    method.__name__ = name
    method.__doc__ = f"Raise `NotImplementedError`: {reason}."
    return method
