"""A short memory of what was just worked out, so that many readers cost what one does.

A board is worked out anew when something has happened since, but never so often that it takes
more than a tenth of a processor: one that took 0.3 s is good for 3 s. While one reader works it
out the others get the one before, which says as of when it is.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import connection
from django.db.models import Max

from wangge.trail.models import Entry

T = TypeVar("T")
SHARE = 10
"""A snapshot rests this many times as long as it took to make."""

AT_MOST = timedelta(seconds=60)
"""Older ones are made anew even if the journal shows nothing."""

KEPT = 64
"""Snapshots in memory; the longest unused goes first."""


@dataclass(slots=True)
class _Held(Generic[T]):
    value: T
    version: Hashable
    at: datetime
    took: timedelta
    making: threading.Lock


class Snapshots(Generic[T]):
    """Values by key, each made by one thread at a time."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, _Held[T]] = OrderedDict()
        self._lock = threading.Lock()
        self._first: dict[Hashable, threading.Lock] = {}

    def get(self, key: Hashable, at: datetime, make: Callable[[], T]) -> T:
        """The value of a key, made now if need be. Keys are kept apart by database."""
        key = (connection.settings_dict["NAME"], key)
        held = self._held.get(key)
        if held is None:
            return self._make_first(key, at, make)
        age = at - held.at
        if age < held.took * SHARE:
            return held.value
        if age < AT_MOST and held.version == version():
            return held.value
        if not held.making.acquire(blocking=False):
            return held.value
        try:
            return self._make(key, at, make, held.making)
        finally:
            held.making.release()

    def _make_first(self, key: Hashable, at: datetime, make: Callable[[], T]) -> T:
        with self._lock:
            lock = self._first.setdefault(key, threading.Lock())
        with lock:
            held = self._held.get(key)
            if held is not None:
                return held.value
            value = self._make(key, at, make, threading.Lock())
        with self._lock:
            self._first.pop(key, None)
        return value

    def _make(
        self, key: Hashable, at: datetime, make: Callable[[], T], making: threading.Lock
    ) -> T:
        seen = version()
        start = time.perf_counter()
        value = make()
        took = timedelta(seconds=time.perf_counter() - start)
        with self._lock:
            self._held[key] = _Held(value, seen, at, took, making)
            self._held.move_to_end(key)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget everything."""
        self._held.clear()


def version() -> Hashable:
    """Moves on with every action: the newest entry of the journal, by id and by time."""
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest, Entry.objects.aggregate(latest=Max("at"))["latest"]
