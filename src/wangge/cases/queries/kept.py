"""What is asked for with every report and changes once a month, kept in the process for a moment.

A change made by this process is seen at once (:func:`forget`); one made by another after
:data:`SECONDS`. Tests begin with nothing kept.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
SECONDS = 3.0

_all: "list[Kept[object]]" = []


class Kept(Generic[T]):
    """A value loaded by query and kept for a moment, for each database apart."""

    def __init__(self, load: Callable[[], T]) -> None:
        self._load = load
        self._values: dict[str, tuple[float, T]] = {}
        _all.append(self)  # type: ignore[arg-type]

    def __call__(self) -> T:
        name = str(connection.settings_dict["NAME"])
        now = time.monotonic()
        kept = self._values.get(name)
        if kept is not None and now - kept[0] < SECONDS:
            return kept[1]
        value = self._load()
        self._values[name] = (now, value)
        return value

    def forget(self) -> None:
        """Load anew the next time."""
        self._values.clear()


def forget() -> None:
    """Let everything kept be loaded anew: now, for what this action reads, and once it is done."""
    forget_now()
    transaction.on_commit(forget_now)


def forget_now() -> None:
    """Let everything kept be loaded anew."""
    for kept in _all:
        kept.forget()
