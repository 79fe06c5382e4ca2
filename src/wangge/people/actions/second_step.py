"""A phone's codes as second step: turned on by proving the first code, off by another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from wangge.kernel.asking import Actor
from wangge.kernel.errors import Conflict, Invalid, Refused, refuse
from wangge.kernel.words import say
from wangge.people.actions.units import found
from wangge.people.models import Account, RecoveryCode, SecondStep
from wangge.people.rules import (
    Acting,
    match,
    recovery_digest,
    seal_secret,
    unseal_secret,
    why_not_keep_account,
)
from wangge.trail.actions import action
from wangge.trail.rules import Note


@action("people.begin_second_step")
def begin_second_step(*, secret: str, by: Actor, at: datetime, id: UUID) -> Note:
    """Keep a fresh secret that isn't in force yet. Raises :class:`Conflict` where one is."""
    person = _own(by)
    if SecondStep.objects.filter(account=person, since__isnull=False).exists():
        raise Conflict(say("Your second step is already on."))
    SecondStep.objects.filter(account=person).delete()
    SecondStep.objects.create(account=person, secret=seal_secret(secret, settings.SECRET_KEY))
    return _note(person)


@action("people.confirm_second_step")
def confirm_second_step(
    *, code: str, recovery: Sequence[str], by: Actor, at: datetime, id: UUID
) -> Note:
    """Put the secret in force with its first code; ``recovery`` codes are kept as digests."""
    person = _own(by)
    step = SecondStep.objects.filter(account=person, since__isnull=True).first()
    if step is None:
        raise Conflict(say("Begin again: no second step is waiting for its first code."))
    used = _matching(step, code, at)
    SecondStep.objects.filter(pk=step.pk).update(since=at, last_step=used)
    RecoveryCode.objects.filter(account=person).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=person, digest=recovery_digest(text, settings.SECRET_KEY))
        for text in recovery
    )
    return _note(person)


@action("people.end_second_step")
def end_second_step(*, code: str, by: Actor, at: datetime, id: UUID) -> Note:
    """Turn one's own second step off, by a code."""
    person = _own(by)
    if not take_second_step(account=person.pk, code=code, at=at):
        raise Invalid(say("This code isn't right, or was used already."), "code")
    return _drop(person)


@action("people.drop_second_step")
def drop_second_step(*, account: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Turn a person's second step off who has lost both phone and recovery codes."""
    person = found(Account.objects.all(), account)
    refuse(why_not_keep_account(by, account, person.region))
    return _drop(person)


def take_second_step(*, account: UUID, code: str, at: datetime) -> bool:
    """Whether a code is right, and use it up: a code by time or a recovery code is good once.

    Part of signing in, before there is anybody who acts; the sign-in itself is the action.
    """
    step = SecondStep.objects.filter(account=account, since__isnull=False).first()
    if step is None:
        return False
    digest = recovery_digest(code, settings.SECRET_KEY)
    if RecoveryCode.objects.filter(account=account, digest=digest).delete()[0]:
        return True
    secret = unseal_secret(step.secret, settings.SECRET_KEY)
    used = match(secret, code, at, step.last_step) if secret else None
    if used is None:
        return False
    fresh = SecondStep.objects.filter(pk=step.pk, last_step__lt=used)
    return bool(fresh.update(last_step=used))


def _matching(step: SecondStep, code: str, at: datetime) -> int:
    secret = unseal_secret(step.secret, settings.SECRET_KEY)
    used = match(secret, code, at) if secret else None
    if used is None:
        raise Invalid(
            say("This code isn't right. Look at the phone's clock, then try anew."), "code"
        )
    return used


def _own(by: Actor) -> Account:
    if by.account is None:
        raise Refused(say("Only a person has a second step."))
    return found(Account.objects.all(), by.account)


def _drop(person: Account) -> Note:
    SecondStep.objects.filter(account=person).delete()
    RecoveryCode.objects.filter(account=person).delete()
    return _note(person)


def _note(person: Account) -> Note:
    return Note("people.account", person.pk, person.region, {"username": person.username})
