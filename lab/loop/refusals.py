"""Refuse what can't be had in memory, and say why and what to do instead."""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn, TypeVar

_Class = TypeVar("_Class", bound=type)

advice = "run this program with plain `python FILE`, on asyncio's own event loop"
"""What to do instead. In the page, which has no other loop, other words take its place."""

words_on: dict[str, str] = {}
"""A reason and advice that fit the page better, by the name of what is refused there."""

outside = (
    ": the network is in memory and has no other hosts; to reach them, run this program with plain"
    " `python FILE`"
)
"""What an error says about a host outside of the program's network. The page has other words."""


class _Refusal(NotImplementedError):  # noqa: N818 - has the name of its base
    """What refuses something."""


_Refusal.__name__ = _Refusal.__qualname__ = NotImplementedError.__name__
_Refusal.__module__ = NotImplementedError.__module__


def is_refusal(error: BaseException) -> bool:
    """Tell whether an exception refuses something, or a member of a group does, or its cause."""
    inner = [*getattr(error, "exceptions", ()), error.__cause__, error.__context__]
    return isinstance(error, _Refusal) or any(is_refusal(it) for it in inner if it is not None)


def refusal(name: str, reason: str, instead: str = "") -> NotImplementedError:
    """Make the exception that refuses something.

    Args:
        name: What is refused: `subprocess_exec`, `EventLoop.subprocess_exec`.
        reason: Why it can't be had.
        instead: What to do; `advice` if not given.
    """
    words = words_on.get(name.rpartition(".")[2], f"{reason}; {instead or advice}")
    return _Refusal(f"{name} is not available here: {words}")


def refuses(**reasons: str) -> Callable[[_Class], _Class]:
    """Give a class coroutine methods that raise `NotImplementedError` with a reason.

    Args:
        reasons: By the method's name, why it can't be had.
    """

    def decorate(cls: _Class) -> _Class:
        for name, reason in reasons.items():
            setattr(cls, name, _refusing(cls.__name__, name, reason))
        return cls

    return decorate


def _refusing(owner: str, name: str, reason: str) -> Callable[..., object]:
    # A coroutine function, as what it replaces: it is the `await` that raises.
    async def method(self: object, *args: object, **options: object) -> NoReturn:
        raise refusal(f"{owner}.{name}", reason)

    method.__name__ = name
    method.__qualname__ = f"{owner}.{name}"
    method.__doc__ = f"Raise `NotImplementedError`: {reason}."
    return method
