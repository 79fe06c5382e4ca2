"""Changes to units, posts and accounts."""

from datetime import date, datetime
from uuid import UUID

from wangge.kernel.errors import refuse
from wangge.people.models import Account, Post, Tenure, Unit
from wangge.people.rules import Acting, PostKind, Right, UnitKind, why_not
from wangge.trail.actions import action
from wangge.trail.rules import Note


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
    Unit.objects.create(id=unit, kind=kind.value, name=name, region=region, parent_id=parent)
    return Note("people.unit", unit, region, {"kind": kind.value, "name": name})


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
    Post.objects.create(
        id=post, kind=kind.value, title=title, unit_id=unit, region=region, superior_id=superior
    )
    return Note("people.post", post, region, {"kind": kind.value, "title": title})


@action("people.open_account")
def open_account(
    *,
    account: UUID,
    username: str,
    name: str,
    password: str,
    must_change: bool = True,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a person a way in. The password is checked by the caller's form and stored hashed."""
    refuse(why_not(by, Right.KEEP_PEOPLE, by.region))
    person = Account(
        id=account,
        username=username,
        name=name,
        must_change_password=must_change,
        password_changed_at=at,
    )
    person.set_password(password)
    person.save(force_insert=True)
    return Note("people.account", account, by.region, {"username": username})


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
    held = Post.objects.get(pk=post)
    refuse(why_not(by, Right.KEEP_PEOPLE, held.region))
    Tenure.objects.create(id=id, account_id=account, post=held, since=since, until=until)
    return Note("people.post", post, held.region, {"account": str(account), "since": str(since)})
