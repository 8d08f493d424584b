"""Tell whether a program has changed something that the next one in this process would meet.

To put everything back is hopeless: a program can set any name of any module. To see that something
changed is cheap: modules and classes are compared, name by name and by identity, with what they
held when they were loaded. Where that differs, the process should not be used again.

What isn't seen: changes inside of a function (`f.__defaults__`), of an object that no name of a
module or a class holds, and of the many dictionaries and lists that modules keep as caches.
"""

from __future__ import annotations

import atexit
import copyreg
import gc
import importlib.machinery
import locale
import logging
import os
import signal
import sys
import warnings
import zipimport
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

_HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: of those, names can be set

# Names that Python itself sets sooner or later.
_SET_LATER = {
    "__annotations__",
    "__annotations_cache__",
    "__annotate_func__",
    "__conditional_annotations__",
}
_TABLES = ["suffix_map", "encodings_map", "types_map", "common_types"]
# Caches and counters that no program notices, and what `lab.programs.fresh` puts back.
_OF_NO_MATTER = {
    "asyncio.events._event_loop_policy",
    "threading._counter",
    "ThreadPoolExecutor._counter",
    "lab.loop.stand_in.current",
    "lab.loop.tasks.earlier_tasks",
    "lab.loop.signals._before",
    "platform._uname_cache",
    "_CountingAttr.cls_counter",
    "mimetypes.inited",
    "mimetypes._db",
    *(f"mimetypes.{name}" for name in _TABLES),
    *(f"mimetypes._{name}_default" for name in _TABLES),
    # The time of day as text, kept with the second that it is of.
    *(f"aiohttp.helpers._cached_{name}_datetime" for name in ("current", "formatted")),
    # Of the exception that a prompt showed last.
    *(f"sys.last_{name}" for name in ("exc", "type", "value", "traceback")),
}


class Leftovers:
    """Remembers what modules hold, and finds what has changed since."""

    def __init__(self) -> None:
        self._folders: tuple[str, ...] = ()
        self._modules: dict[str, tuple[ModuleType, dict[str, object]]] = {}
        self._classes: dict[int, tuple[type, dict[str, object]]] = {}
        self._state: dict[str, object] = {}

    def begin(self, *folders: str) -> None:
        """Remember what modules hold now, and each one that is imported later when it is loaded.

        Args:
            folders: Where programs may write files.
        """
        self._watch_imports()
        for name, module in list(sys.modules.items()):
            self._remember(name, module)
        self._folders = folders
        self._state = dict(self._others())

    def _watch_imports(self) -> None:
        for loader in (
            zipimport.zipimporter,
            importlib.machinery.BuiltinImporter,
            importlib.machinery.FrozenImporter,
        ):
            self._watch(loader)

    def _watch(self, loader: Any) -> None:  # noqa: ANN401 - three classes that share no base
        load = loader.exec_module

        def exec_module(*arguments: Any) -> None:  # noqa: ANN401 - (self and) a module
            load(*arguments)
            module = arguments[-1]
            if module.__name__ not in self._modules:
                self._remember(module.__name__, module)

        # Python leaves the frames of this file out of a traceback, as it does its own loaders'.
        exec_module.__code__ = exec_module.__code__.replace(
            co_filename="<frozen importlib._bootstrap_external>"
        )
        is_method = loader is zipimport.zipimporter
        loader.exec_module = exec_module if is_method else staticmethod(exec_module)

    def _remember(self, name: str, module: ModuleType) -> None:
        names = vars(module).copy()
        self._modules[name] = (module, names)
        for value in names.values():
            if isinstance(value, type) and value.__flags__ & _HEAP_TYPE:
                self._classes.setdefault(id(value), (value, dict(vars(value))))

    def changes(self) -> list[str]:
        """Name what has changed: `math.pi`, `asyncio.Queue.put`, `the working directory`..."""
        return [*self._changed_modules(), *self._changed_classes(), *self._changed_others()]

    def _changed_modules(self) -> Iterator[str]:
        yield from sys.modules.keys() - self._modules.keys() - {"__main__"}
        for name, (module, before) in self._modules.items():
            if name == "__main__":
                continue
            if sys.modules.get(name) is not module:
                yield name
            vars(module).pop("__warningregistry__", None)  # warnings that were shown already
            if not _same(vars(module), before):
                yield from _differences(name, vars(module), before)

    def _changed_classes(self) -> Iterator[str]:
        for class_, before in self._classes.values():
            now = vars(class_)
            if not _same(now, before):
                kept = {
                    name: value
                    for name, value in now.items()
                    if name in before or value is not _inherited(class_, name)
                }
                yield from _differences(class_.__name__, kept, before)

    def _changed_others(self) -> Iterator[str]:
        for name, now in self._others():
            if now != self._state[name]:
                yield name

    def _others(self) -> Iterator[tuple[str, object]]:
        """What a program can set that is no name of a module or a class."""
        yield "os.environ", dict(os.environ)
        yield "sys.path", [*sys.path]
        # Without that of `lab.loop.dates`, which is there while a program runs.
        finders = [f for f in sys.meta_path if not type(f).__module__.startswith("lab.loop.")]
        yield "import hooks", [*sys.path_hooks, *map(id, finders)]
        yield "recursion limit", sys.getrecursionlimit()
        yield "switch interval", sys.getswitchinterval()
        yield "integer digits", sys.get_int_max_str_digits()
        yield "trace function", (sys.gettrace(), sys.getprofile())
        yield "generator hooks", tuple(sys.get_asyncgen_hooks())
        yield "coroutine origins", sys.get_coroutine_origin_tracking_depth()
        yield "warnings", [*warnings.filters]
        yield "loggers", sorted(_loggers())
        yield "signals", {number: signal.getsignal(number) for number in signal.valid_signals()}
        yield "garbage collector", (gc.isenabled(), gc.get_threshold(), [*map(id, gc.callbacks)])
        yield "atexit", atexit._ncallbacks()
        yield "copyreg", [*copyreg.dispatch_table]
        yield "working directory", Path.cwd()
        yield "files", [entry for folder in self._folders for entry in _files(folder)]
        yield "locale", locale.setlocale(locale.LC_ALL)


def _loggers() -> Iterator[tuple[Any, ...]]:
    """The loggers that aren't as `logging.getLogger` makes them."""
    yield "", logging.root.manager.disable
    for name, logger in {"root": logging.root, **logging.root.manager.loggerDict}.items():
        if isinstance(logger, logging.Logger):
            # Without that of `lab.loop.following`, which is there while a program runs.
            filters = [f for f in logger.filters if not _is_of_the_loop(f)]
            lists = [*map(id, logger.handlers)], [*map(id, filters)]
            made = (logger.level, logger.disabled, logger.propagate, *lists)
            if made != (logging.NOTSET, False, True, [], []):
                yield name, made


def _is_of_the_loop(thing: object) -> bool:
    return str(getattr(thing, "__module__", "")).startswith("lab.loop.")


def _files(folder: str) -> Iterator[object]:
    for parent, _, names in os.walk(folder):
        for name in names:
            found = os.lstat(os.path.join(parent, name))  # noqa: PTH118 - faster
            yield parent, name, found.st_size, found.st_mtime_ns


def _same(now: Any, before: dict[str, object]) -> bool:  # noqa: ANN401 - a dict, or a class's proxy of one
    try:
        return bool(now == before)
    except Exception:  # objects may refuse to be compared
        return False


def _inherited(class_: type, name: str) -> object:
    """What a class would have under this name without its own: who replaces it puts that back."""
    for base in class_.__mro__[1:]:
        if name in vars(base):
            return vars(base)[name]
    return class_  # nothing: no name of a class means the class itself


def _differences(owner: str, now: dict[str, object], before: dict[str, object]) -> Iterator[str]:
    for name in now.keys() | before.keys():
        value = now.get(name, now)  # `now` itself means "none"
        if value is before.get(name, now) or name in _SET_LATER:
            continue
        if f"{owner}.{name}" in _OF_NO_MATTER:
            continue
        if isinstance(value, ModuleType) and value is sys.modules.get(f"{owner}.{name}"):
            continue  # a module of this package, which was imported
        if name not in before and "__getattr__" in before:
            continue  # a module that makes its names when they are first asked for
        yield f"{owner}.{name}"
