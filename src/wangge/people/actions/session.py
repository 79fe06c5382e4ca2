"""What the trail remembers of signing in and out: who, when, from where, whether it worked."""

from datetime import datetime
from uuid import UUID

from wangge.kernel.asking import Actor
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Refused
from wangge.kernel.ids import derived_id
from wangge.kernel.words import say
from wangge.people.actions.units import found
from wangge.people.models import Account
from wangge.people.queries.acting import acting_as
from wangge.people.rules import Person
from wangge.trail.actions import action
from wangge.trail.rules import Note

NOBODY = derived_id("people.account", "unknown")
"""The subject of a failed sign-in under a name that no account has. The name typed isn't kept:
people type passwords there."""


@action("people.sign_in")
def sign_in(*, address: str, second_step: bool = False, by: Actor, at: datetime, id: UUID) -> Note:
    """A person came in from a network address, with or without a second step."""
    return _note(by, {"address": address, "second_step": second_step})


@action("people.sign_out")
def sign_out(*, idle: bool = False, by: Actor, at: datetime, id: UUID) -> Note:
    """A person left, or was signed out for being idle."""
    return _note(by, {"idle": idle})


@action("people.sign_in_failed")
def sign_in_failed(
    *, account: UUID | None, address: str, locked: bool, by: Person, at: datetime, id: UUID
) -> Note:
    """Somebody gave a wrong name, password or code; ``locked`` when they were shut out for it."""
    row = Account.objects.filter(pk=account).first() if account else None
    words = {"address": address, "locked": locked, "username": row.username if row else ""}
    if row is None:
        return Note("people.account", NOBODY, "", words)
    return Note("people.account", row.pk, row.region, words)


@action("people.choose_post")
def choose_post(*, post: UUID, by: Actor, at: datetime, id: UUID) -> Note:
    """Act in another of one's posts. Raises :class:`NotFound` for a post one doesn't hold."""
    if by.account is None:
        raise Refused(say("Only a person chooses a post."))
    person = found(Account.objects.all(), by.account)
    chosen = acting_as(person, day_of(at), post)
    return Note("people.post", post, chosen.region, {"title": chosen.title, "name": person.name})


def _note(by: Actor, words: dict[str, object]) -> Note:
    if by.account is None:
        raise Refused(say("Only a person signs in."))
    person = found(Account.objects.all(), by.account)
    return Note("people.account", person.pk, person.region, words | {"username": person.username})
