"""Messages, for somebody: the inbox, one with its figures and drafts, what places they may name."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wangge.kernel.errors import NotFound
from wangge.kernel.words import Qualifier, say
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.models import Grid, Place, Region
from wangge.places.queries import under, within
from wangge.worklog.models import Message, Record
from wangge.worklog.rules.drafting import Named, short_names
from wangge.worklog.rules.reading import ReadFigure, Role
from wangge.worklog.rules.records import Origin, State


@dataclass(frozen=True, slots=True)
class Inbox:
    """What the inbox is narrowed to. ``state`` is ``waiting``, ``settled`` or empty for all."""

    state: str = "waiting"
    region: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


def messages(*, user: Acting, inbox: Inbox = Inbox()) -> QuerySet[Message]:
    """The messages in somebody's area, narrowed; the sender comes with each."""
    rows = within(Message.objects.select_related("sender"), user).filter(under(inbox.region))
    if user.kind in OWN_UNIT_ONLY:
        rows = rows.filter(sender=user.unit)
    if inbox.state:
        rows = rows.filter(settled_at__isnull=inbox.state == "waiting")
    if inbox.since:
        rows = rows.filter(sent_on__gte=inbox.since)
    if inbox.until:
        rows = rows.filter(sent_on__lte=inbox.until)
    if inbox.text.strip():
        rows = rows.filter(text__contains=inbox.text.strip())
    return rows


def drafts_left(ids: list[UUID]) -> dict[UUID, dict[str, int]]:
    """For messages somebody may see: how many drafts, confirmed and dropped records each has."""
    rows = (
        Record.objects.filter(origin=Origin.MESSAGE.value, origin_id__in=ids)
        .order_by()
        .values_list("origin_id")
        .annotate(
            draft=Count("pk", filter=Q(state=State.DRAFT.value)),
            unknown=Count("pk", filter=Q(state=State.DRAFT.value, measure__isnull=True)),
            confirmed=Count("pk", filter=Q(state=State.CONFIRMED.value)),
            voided=Count("pk", filter=Q(state=State.VOIDED.value)),
        )
    )
    names = ("draft", "unknown", "confirmed", "voided")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows if row[0]}


def one_message(id: UUID, *, user: Acting) -> Message:
    """One message. Raises :class:`NotFound` outside one's area."""
    found = messages(user=user, inbox=Inbox(state="")).filter(pk=id).first()
    if found is None:
        raise NotFound(say("There is no such message in your area."))
    return found


def figures_of(message: Message) -> list[ReadFigure]:
    """What was read from a message on the day it came, in text order."""
    return [_figure(kept) for kept in message.reading]


def _figure(kept: dict[str, Any]) -> ReadFigure:
    exact = Qualifier.ABOUT if kept["approx"] else Qualifier.EXACT
    return ReadFigure(
        verb=kept["verb"],
        object=kept["object"],
        amount=Decimal(str(kept["amount"])),
        amount_max=Decimal(str(kept["amount_max"])) if "amount_max" in kept else None,
        unit=kept["unit"],
        qualifier=Qualifier(kept.get("qualifier", exact)),
        hedge=kept.get("hedge", ""),
        role=Role(kept["role"]),
        surface=kept["surface"],
        start=kept["start"],
        period=kept["period"],
        place=kept["place"],
    )


def records_of(message: Message) -> dict[int, Record]:
    """The record of each figure by its offset; of several the one not voided, or the last."""
    rows = (
        Record.objects.filter(origin=Origin.MESSAGE.value, origin_id=message.pk)
        .select_related("measure", "place", "unit")
        .order_by("id")
    )
    found: dict[int, Record] = {}
    for row in rows:
        start = row.read_start if row.read_start is not None else -1
        earlier = found.get(start)
        if earlier is None or row.state != State.VOIDED.value:
            found[start] = row
    return found


def named_in(region: str, *, user: Acting) -> list[Named]:
    """Every community, grid and place of a region by the names a message may use. Three queries."""
    rows = Region.objects.filter(under(region[:12], "code")).exclude(code=region)
    found = [
        Named(short, code)
        for code, name in rows.order_by("code").values_list("code", "name")[:500]
        for short in short_names(name)
    ]
    grids = within(Grid.objects.filter(under(region, "code")), user, "code")
    found += [
        Named(name, code) for code, name in grids.order_by("code").values_list("code", "name")
    ]
    places = within(Place.objects.filter(under(region), closed_on__isnull=True), user)
    found += [
        Named(name, code, id)
        for id, name, code in places.order_by("id").values_list("id", "name", "region")
    ]
    return found
