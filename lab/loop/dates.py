"""What tells the date and the time of day, by a clock of the lab."""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import sys
import time
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from lab.loop.in_force import named_as_in_time, since_1970

_local, _utc, _strftime, _asctime = time.localtime, time.gmtime, time.strftime, time.asctime


def _localtime(seconds: float | None = None, /) -> time.struct_time:
    return _local(since_1970() if seconds is None else seconds)


def _gmtime(seconds: float | None = None, /) -> time.struct_time:
    return _utc(since_1970() if seconds is None else seconds)


@contextlib.contextmanager
def following_dates() -> Iterator[None]:
    """Let `datetime.now()`, `date.today()`, `time.strftime()` and the like follow a clock.

    It is the one in force when they are called.

    The classes `datetime.datetime` and `datetime.date` are subclasses meanwhile. Dates made before,
    and by Python's own functions in C, count as instances too. What can't follow: a module that had
    said `from datetime import datetime` before the block, and a class that has `datetime` and a
    class with another metaclass, such as `Enum`, as bases.
    """
    from lab.loop.clock import replaced

    functions = named_as_in_time(
        localtime=_localtime,
        gmtime=_gmtime,
        ctime=lambda seconds=None, /: _asctime(_localtime(seconds)),
        asctime=lambda *when: _asctime(*when or [_localtime()]),
        strftime=lambda format, *when: _strftime(format, *when or [_localtime()]),
    )
    with replaced(time, **functions):
        if "datetime" in sys.modules:
            with replaced(sys.modules["datetime"], **_classes(sys.modules["datetime"])):
                yield
        else:  # a program that doesn't import it need not wait for it
            importing = _WhenImported()
            sys.meta_path.insert(0, importing)
            try:
                yield
            finally:
                importing.put_back()
                with contextlib.suppress(ValueError):  # a program may have taken it away
                    sys.meta_path.remove(importing)


class _WhenImported(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Replaces the classes of `datetime` when a program first imports it."""

    def __init__(self) -> None:
        self._before: dict[str, Any] = {}
        self._loader: Any = None

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find `datetime` where it is, but load it by way of this object."""
        spec = importlib.machinery.PathFinder.find_spec(name) if name == "datetime" else None
        if spec is not None:
            self._loader, spec.loader = spec.loader, self
        return spec

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """Leave that to Python."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, and replace its classes."""
        self._loader.exec_module(module)
        classes = _classes(module)
        self._before = {name: getattr(module, name) for name in classes}
        vars(module).update(classes)

    def put_back(self) -> None:
        """Give the module its own classes."""
        if self._before:
            vars(sys.modules["datetime"]).update(self._before)


_made: dict[type, type] = {}
"""The classes that follow the clock, by those that they were made from, and by themselves."""


def _classes(module: Any) -> dict[str, type]:  # noqa: ANN401 - the module `datetime`
    """Return the classes that follow the clock: they are made once, since modules may keep them."""

    def now_in(cls: Any, tz: Any = None) -> Any:  # noqa: ANN401 - of a class made here
        return cls.fromtimestamp(since_1970(), tz)

    def today(cls: Any) -> Any:  # noqa: ANN401 - ditto
        return cls.fromtimestamp(since_1970())

    def utcnow(cls: Any) -> Any:  # noqa: ANN401 - ditto
        return cls.fromtimestamp(since_1970(), module.timezone.utc).replace(tzinfo=None)

    def make(name: str, **methods: Any) -> Any:  # noqa: ANN401 - a class
        real = getattr(module, name)
        if real in _made:
            return _made[real]

        class Like(type(real)):  # type: ignore[misc]  # a program may have put one there
            # Python prints instances by the name in C, with the module; programs see the short one.
            __name__ = property(lambda cls: cls.__qualname__)

            def __instancecheck__(cls, instance: object) -> bool:
                return (
                    isinstance(instance, real)
                    if cls is made
                    else super().__instancecheck__(instance)
                )

            def __subclasscheck__(cls, class_: type) -> bool:
                return (
                    issubclass(class_, real) if cls is made else super().__subclasscheck__(class_)
                )

        def reduce(self: Any, protocol: int) -> Any:  # noqa: ANN401 - as pickle has it
            class_, *rest = real.__reduce_ex__(self, protocol)
            # Python pickles a class by its name, so give the one that has the name now.
            return (getattr(module, name) if class_ is made else class_, *rest)

        members: dict[str, Any] = {"__slots__": (), "__module__": "datetime", "__qualname__": name}
        members["__reduce_ex__"] = reduce
        members |= {key: classmethod(method) for key, method in methods.items()}
        made = Like(f"datetime.{name}", (real,), {**members, "__doc__": real.__doc__})
        _made[real] = _made[made] = made
        return made

    return {
        "datetime": make("datetime", now=now_in, today=today, utcnow=utcnow),
        "date": make("date", today=today),
    }
