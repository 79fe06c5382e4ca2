"""Who answers to which action, and when a failed answer is tried again. Pure.

A domain's ``reactions.py`` marks its functions; its ``apps.ready()`` imports that module.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)


class Happened(Protocol):
    """An entry of the trail, as a reaction sees it."""

    @property
    def id(self) -> UUID: ...
    @property
    def action(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> UUID: ...
    @property
    def region(self) -> str: ...
    @property
    def data(self) -> Mapping[str, Any]: ...
    @property
    def at(self) -> datetime: ...


Reaction = Callable[[Happened], None]
_reactions: dict[str, list[Reaction]] = {}


def reaction(*actions: str) -> Callable[[Reaction], Reaction]:
    """Have a function called with each entry of the named actions, after they are committed.

    It must be idempotent: act under ids derived from the entry's (``derived_id(entry.id, "…")``).
    What it writes is committed together with the mark that the entry was delivered; when it
    raises, nothing of it stays and it is called again later.
    """

    def add(function: Reaction) -> Reaction:
        for name in actions:
            known = _reactions.setdefault(name, [])
            if function not in known:
                known.append(function)
        return function

    return add


def reactions_to(action: str) -> list[Reaction]:
    """Who answers to an action, in the order of registration."""
    return list(_reactions.get(action, ()))


def wanted() -> list[str]:
    """The actions that somebody answers to."""
    return sorted(name for name, known in _reactions.items() if known)


def retry_at(at: datetime, attempts: int) -> datetime:
    """When to try again after ``attempts`` failures: doubling from a minute up to six hours."""
    doublings = min(attempts - 1, 20)
    return at + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
