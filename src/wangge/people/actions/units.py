"""Units, posts, and who holds them."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, NotFound, Refused, refuse
from wangge.kernel.words import say
from wangge.people.models import Account, Post, Tenure, Unit
from wangge.people.rules import (
    Acting,
    PostKind,
    Right,
    UnitKind,
    why_not,
    why_not_appoint,
    why_not_close_post,
    why_not_close_unit,
)
from wangge.trail.actions import action
from wangge.trail.rules import Note

M = TypeVar("M", bound=Model)


def found(rows: QuerySet[M], id: UUID) -> M:
    """The row of an id. Raises :class:`NotFound`."""
    row = rows.filter(pk=id).first()
    if row is None:
        raise NotFound(say("There is no such thing in your area."))
    return row


def _within(user: Acting, region: str) -> None:
    """What lies outside of one's area looks as if it weren't there."""
    if not region.startswith(user.region):
        raise NotFound(say("There is no such thing in your area."))


@action("people.open_unit")
def open_unit(
    *,
    unit: UUID,
    kind: UnitKind,
    name: str,
    region: str,
    parent: UUID | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter a unit. ``region`` is the code of the area it answers for."""
    refuse(why_not(by, Right.KEEP_PEOPLE, region))
    if Unit.objects.filter(region=region, name=name).exists():
        raise Invalid(say("A unit of this name is already entered in this area."), "name")
    Unit.objects.create(id=unit, kind=kind.value, name=name, region=region, parent_id=parent)
    return Note("people.unit", unit, region, {"kind": kind.value, "name": name})


@action("people.close_unit")
def close_unit(*, unit: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Close a unit without open posts or units from today on; what it did stays."""
    row = found(Unit.objects.all(), unit)
    _within(by, row.region)
    posts = row.posts.filter(closed_on__isnull=True).count()
    units = row.units.filter(closed_on__isnull=True).count()
    refuse(why_not_close_unit(by, row.region, posts, units))
    if not Unit.objects.filter(pk=unit, closed_on__isnull=True).update(closed_on=day_of(at)):
        raise Conflict(say("This unit is already closed."))
    return Note("people.unit", unit, row.region, {"name": row.name})


@action("people.open_post")
def open_post(
    *,
    post: UUID,
    kind: PostKind,
    title: str,
    unit: UUID,
    region: str,
    superior: UUID | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Make a post in a unit, under another post of the command tree."""
    refuse(why_not(by, Right.KEEP_PEOPLE, region))
    home = found(Unit.objects.all(), unit)
    if home.closed_on is not None:
        raise Refused(say("This unit is closed."))
    if superior is not None:
        found(Post.objects.filter(closed_on__isnull=True), superior)
    if kind is PostKind.CLOCKWORK:
        raise Refused(say("Nobody holds the post of the clockwork."))
    Post.objects.create(
        id=post, kind=kind.value, title=title, unit_id=unit, region=region, superior_id=superior
    )
    return Note("people.post", post, region, {"kind": kind.value, "title": title})


@action("people.close_post")
def close_post(*, post: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Close a post that nobody holds and no open post stands under."""
    row = found(Post.objects.all(), post)
    _within(by, row.region)
    today = day_of(at)
    holders = row.tenures.filter(Q(until__isnull=True) | Q(until__gte=today)).count()
    under = row.subordinates.filter(closed_on__isnull=True).count()
    refuse(why_not_close_post(by, row.region, holders, under))
    if not Post.objects.filter(pk=post, closed_on__isnull=True).update(closed_on=today):
        raise Conflict(say("This post is already closed."))
    return Note("people.post", post, row.region, {"title": row.title})


@action("people.appoint")
def appoint(
    *,
    account: UUID,
    post: UUID,
    since: date,
    until: date | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a post to a person from a day on."""
    held = found(Post.objects.all(), post)
    refuse(why_not_appoint(by, account, held.region))
    person = found(Account.objects.filter(is_active=True), account)
    if held.closed_on is not None:
        raise Refused(say("This post is closed."))
    if until is not None and until < since:
        raise Invalid(say("The last day lies before the first."), "until")
    overlap = Q(until__isnull=True) | Q(until__gte=since)
    if until is not None:
        overlap &= Q(since__lte=until)
    if Tenure.objects.filter(overlap, account=account, post=post).exists():
        raise Conflict(say("%(name)s already holds this post then.", name=person.name))
    Tenure.objects.create(id=id, account_id=account, post=held, since=since, until=until)
    return Note(
        "people.post",
        post,
        held.region,
        {"account": str(account), "name": person.name, "title": held.title, "since": str(since)},
    )


@action("people.relieve")
def relieve(*, tenure: UUID, until: date, by: Acting, at: datetime, id: UUID) -> Note:
    """End somebody's holding of a post; ``until`` is the last day. Who held it stays on record."""
    row = found(Tenure.objects.select_related("post", "account"), tenure)
    _within(by, row.post.region)
    refuse(why_not(by, Right.KEEP_PEOPLE, row.post.region))
    if until < row.since:
        raise Invalid(say("The last day lies before the first."), "until")
    open_end = Q(until__isnull=True) | Q(until__gt=until)
    if not Tenure.objects.filter(open_end, pk=tenure).update(until=until):
        raise Conflict(say("%(name)s was already relieved.", name=row.account.name))
    return Note(
        "people.post",
        row.post_id,
        row.post.region,
        {"account": str(row.account_id), "name": row.account.name, "title": row.post.title,
         "until": str(until)},
    )  # fmt: skip
