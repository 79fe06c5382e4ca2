"""Tokens for programs: made by their owner for a post of theirs, ended by owner or office."""

from datetime import date, datetime, timedelta
from uuid import UUID

from wangge.kernel.asking import Actor
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused, refuse
from wangge.kernel.words import say
from wangge.people.actions.units import found
from wangge.people.models import Account, ApiToken
from wangge.people.queries.acting import acting_as
from wangge.people.rules import Acting, why_not_close_token, why_not_days
from wangge.trail.actions import action
from wangge.trail.rules import Note

MOST = 20
"""Working tokens of one account; whoever has that many has forgotten some."""


@action("people.open_token")
def open_token(
    *,
    token: UUID,
    post: UUID,
    name: str,
    digest: str,
    days: int,
    by: Actor,
    at: datetime,
    id: UUID,
) -> Note:
    """Let a program act as one of one's posts for some days. ``digest`` is all that is kept.

    Raises :class:`NotFound` for a post one doesn't hold, :class:`Invalid` without a name or for
    more than a year.
    """
    if by.account is None:
        raise Refused(say("Only a person makes a token."))
    if not name.strip():
        raise Invalid(say("Give the token a name, so that you know it again."), "name")
    if reason := why_not_days(days):
        raise Invalid(reason, "days")
    person = found(Account.objects.select_for_update(), by.account)
    acting = acting_as(person, day_of(at), post)
    working = ApiToken.objects.filter(account=person, revoked_at__isnull=True, expires_at__gt=at)
    if working.count() >= MOST:
        raise Conflict(say("You have %(most)s tokens already. Revoke one first.", most=MOST))
    ApiToken.objects.create(
        id=token,
        account=person,
        post_id=post,
        name=name.strip()[:60],
        digest=digest,
        since=at,
        expires_at=at + timedelta(days=days),
    )
    words = {"name": name.strip()[:60], "title": acting.title, "days": days, "token": str(token)}
    return Note("people.account", person.pk, person.region, words)


@action("people.close_token")
def close_token(*, token: UUID, by: Actor, at: datetime, id: UUID) -> Note:
    """End a token at once: one's own, or as keeper of its account."""
    row = ApiToken.objects.select_related("account").filter(pk=token).first()
    if row is None:
        raise NotFound(say("There is no such token."))
    user = by if isinstance(by, Acting) else None
    refuse(why_not_close_token(user, row.account_id, by.account, row.account.region))
    if not ApiToken.objects.filter(pk=token, revoked_at__isnull=True).update(revoked_at=at):
        raise Conflict(say("This token is already revoked."))
    words = {"name": row.name, "token": str(token)}
    return Note("people.account", row.account_id, row.account.region, words)


def note_use(token: UUID, on: date) -> None:
    """Write down the day a token was last used. No action: it changes nothing that anyone did."""
    ApiToken.objects.filter(pk=token).exclude(last_used_on=on).update(last_used_on=on)
