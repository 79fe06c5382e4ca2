"""Accounts and their passwords. No password reaches the trail."""

from datetime import datetime
from uuid import UUID

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wangge.kernel.asking import Actor
from wangge.kernel.errors import Conflict, Invalid, Refused, refuse
from wangge.kernel.words import Said, say
from wangge.people.actions.units import found
from wangge.people.models import Account
from wangge.people.rules import Acting, Right, why_not, why_not_keep_account, why_not_username
from wangge.trail.actions import action
from wangge.trail.rules import Note


@action("people.open_account")
def open_account(
    *,
    account: UUID,
    username: str,
    name: str,
    password: str,
    must_change: bool = True,
    region: str | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a person a way in. The password is made by the caller and stored hashed.

    ``region`` says who keeps the account: whoever keeps people there; by default the opener's.
    """
    region = by.region if region is None else region
    refuse(why_not(by, Right.KEEP_PEOPLE, region))
    username = username.strip().lower()
    if reason := why_not_username(username):
        raise Invalid(reason, "username")
    if Account.objects.filter(username=username).exists():
        raise Invalid(say("This sign-in name is already taken."), "username")
    person = Account(
        id=account,
        username=username,
        name=name,
        region=region,
        must_change_password=must_change,
        password_changed_at=at,
    )
    person.set_password(password)
    person.save(force_insert=True)
    return _note(person)


@action("people.close_account")
def close_account(*, account: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Shut a person out. The account stays, since history names it."""
    person = _kept(account, by)
    if not Account.objects.filter(pk=account, is_active=True).update(is_active=False):
        raise Conflict(say("This account is already closed."))
    return _note(person)


@action("people.reopen_account")
def reopen_account(*, account: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Let a person in again."""
    person = _kept(account, by)
    if not Account.objects.filter(pk=account, is_active=False).update(is_active=True):
        raise Conflict(say("This account is open."))
    return _note(person)


@action("people.reset_password")
def reset_password(*, account: UUID, password: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Give a person a new one-time password; every session of theirs ends."""
    person = _kept(account, by)
    person.set_password(password)
    person.must_change_password = True
    person.password_changed_at = at
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    reset(username=person.username)
    return _note(person)


@action("people.change_password")
def change_password(*, old: str, new: str, by: Actor, at: datetime, id: UUID) -> Note:
    """Change one's own password. Raises :class:`Invalid` for a wrong old or a weak new one."""
    if by.account is None:
        raise Refused(say("Only a person has a password."))
    person = found(Account.objects.select_for_update(), by.account)
    if not person.check_password(old):
        raise Invalid(say("This isn't your present password."), "old")
    if old == new:
        raise Invalid(say("The new password has to differ from the old one."), "new")
    try:
        validate_password(new, person)
    except ValidationError as error:
        # Django has already said it in the reader's language.
        raise Invalid(Said(" ".join(error.messages), {}), "new") from None
    person.set_password(new)
    person.must_change_password = False
    person.password_changed_at = at
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    return _note(person)


@action("people.unlock")
def unlock(*, account: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Forget a person's failed sign-ins, so that they need not wait."""
    person = _kept(account, by)
    reset(username=person.username)
    return _note(person)


def _kept(account: UUID, by: Acting) -> Account:
    """An account that this post keeps."""
    person = found(Account.objects.select_for_update(), account)
    refuse(why_not_keep_account(by, account, person.region))
    return person


def _note(person: Account) -> Note:
    words = {"username": person.username, "name": person.name}
    return Note("people.account", person.pk, person.region, words)
