"""The one way to change anything: an action, in one transaction, remembered under its id."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any, ParamSpec
from uuid import UUID

from django.db import DatabaseError, IntegrityError, OperationalError, transaction

from wangge.kernel.asking import Actor
from wangge.kernel.errors import Conflict, Mendable, Refused
from wangge.kernel.words import say
from wangge.trail.models import Entry
from wangge.trail.rules import Note

P = ParamSpec("P")
TRIES = 3
"""How often an action is tried whose locks cross another one's."""
DEADLOCK = "40P01"
"""PostgreSQL's code for it. On SQLite one writes at a time, so none ever waits for another."""


def action(name: str) -> Callable[[Callable[P, Note]], Callable[P, Entry]]:
    """Make a function an action called ``name`` (``domain.verb``).

    The function takes keyword arguments only, among them ``by=`` (an :class:`Actor`), ``at=`` and
    ``id=`` (the action's own id, made by the caller), and returns the :class:`Note` to remember.
    The wrapped function runs in one transaction and returns the trail's entry. Called again with
    the same id it changes nothing and returns the first entry; the same id under another action
    or by somebody else is a :class:`Conflict`.

    Two database errors are what a person can mend: something unique that is already there
    (:class:`Conflict`) and a full disk (:class:`Refused`); nothing is written then. One that the
    database ended because its locks crossed another one's is tried anew.
    """

    def wrap(change: Callable[P, Note]) -> Callable[P, Entry]:
        @functools.wraps(change)
        def act(*args: P.args, **kwargs: P.kwargs) -> Entry:
            id, by, at = _signature(kwargs)
            if (earlier := _earlier(id, name, by)) is not None:
                return earlier

            def once() -> Entry:
                with transaction.atomic():
                    note = change(*args, **kwargs)
                    return _record(id, name, note, by, at)

            try:
                return _untangled(once)
            except (DatabaseError, Mendable) as error:
                # Two calls with one id at the same moment: the twin has written its entry, or
                # changed the state first so that a rule now stands against this one.
                if (earlier := _earlier(id, name, by)) is not None:
                    return earlier
                if (told := _mendable(error)) is not None:
                    raise told from error
                raise

        return act

    return wrap


def _untangled(once: Callable[[], Entry]) -> Entry:
    """Try anew what PostgreSQL ended so that another one could go on; nothing of it was written.

    Tried anew it finds what the other one did, and a rule or a :class:`Conflict` says so.
    """
    for _ in range(TRIES - 1):
        try:
            return once()
        except OperationalError as error:
            if _sqlstate(error) != DEADLOCK:
                raise
    return once()


def _signature(kwargs: dict[str, Any]) -> tuple[UUID, Actor, datetime]:
    return kwargs["id"], kwargs["by"], kwargs["at"]


def _earlier(id: UUID, name: str, by: Actor) -> Entry | None:
    entry = Entry.objects.filter(pk=id).first()
    if entry is None:
        return None
    if entry.action != name or entry.account_id != by.account:
        raise Conflict(say("This form's number was already used for something else."))
    return entry


def _mendable(error: Exception) -> Mendable | None:
    """What a database error means to a person, where a person can mend it."""
    if isinstance(error, IntegrityError) and _is_double(error):
        return Conflict(say("This is already there: something with the same name or number."))
    if isinstance(error, OperationalError) and _is_full(error):
        return Refused(say("The disk is full: nothing was written. Tell the administrator."))
    return None


def _is_double(error: DatabaseError) -> bool:
    """A unique constraint, in the words of SQLite or by PostgreSQL's code."""
    return "UNIQUE constraint failed" in str(error) or _sqlstate(error) == "23505"


def _is_full(error: DatabaseError) -> bool:
    return "database or disk is full" in str(error) or _sqlstate(error) == "53100"


def _sqlstate(error: DatabaseError) -> str:
    return str(getattr(error.__cause__, "sqlstate", "") or "")


def _record(id: UUID, name: str, note: Note, by: Actor, at: datetime) -> Entry:
    return Entry.objects.create(
        id=id,
        action=name,
        kind=note.kind,
        subject=note.id,
        region=note.region,
        data=dict(note.data),
        account_id=by.account,
        post=by.post,
        actor_name=by.name,
        actor_title=by.title,
        at=at,
    )
