"""Planning: programmes, their campaigns, and the slot that the office fills later."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from wangge.campaigns.models import Campaign, Programme
from wangge.campaigns.queries.access import campaign_of, programme_of
from wangge.campaigns.rules import Spread
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.words import Said, say
from wangge.people.models import Unit
from wangge.people.rules import Acting, Right, why_not
from wangge.places.models import PlaceKind
from wangge.trail.actions import action
from wangge.trail.rules import Note
from wangge.worklog.models import Measure


@contextmanager
def once(otherwise: Said) -> Iterator[None]:
    """Say a duplicate in words instead of the database's."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Conflict(otherwise) from None


def _dates(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise Invalid(say("The programme ends before it begins."), "ends_on")


@action("campaigns.plan_programme")
def plan_programme(
    *,
    programme: UUID,
    slug: str,
    name: str,
    region: str,
    starts_on: date,
    ends_on: date,
    document: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter a programme: what an office sets out to do in ``region`` between two days.

    Raises :class:`Conflict` where the short name is taken.
    """
    refuse(why_not(by, Right.PLAN, region))
    _dates(starts_on, ends_on)
    with once(say("This short name is taken: %(slug)s.", slug=slug)):
        Programme.objects.create(
            id=programme,
            slug=slug,
            name=name,
            document=document,
            region=region,
            starts_on=starts_on,
            ends_on=ends_on,
        )
    return Note("campaigns.programme", programme, region, {"name": name})


@action("campaigns.amend_programme")
def amend_programme(
    *,
    programme: UUID,
    name: str,
    document: str,
    ends_on: date,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Reword a programme or end it on another day; rounds that were opened stay."""
    found = programme_of(programme, by)
    refuse(why_not(by, Right.PLAN, found.region))
    _dates(found.starts_on, ends_on)
    Programme.objects.filter(pk=programme).update(name=name, document=document, ends_on=ends_on)
    was = {"name": found.name, "document": found.document, "ends_on": str(found.ends_on)}
    now = {"name": name, "document": document, "ends_on": str(ends_on)}
    return Note("campaigns.programme", programme, found.region, {"from": was, "to": now})


@action("campaigns.plan_campaign")
def plan_campaign(
    *,
    campaign: UUID,
    programme: UUID,
    number: int,
    name: str = "",
    spread: Spread = Spread.PLACE,
    kinds: Sequence[str] = (),
    measures: Sequence[str] = (),
    units: Sequence[UUID] = (),
    wants_before: bool = False,
    wants_after: bool = False,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Give a programme its campaign ``number``; without a name it is a slot to be filled later.

    ``kinds``, ``measures`` are codes, ``units`` ids of who answers for it. Raises
    :class:`Conflict` where the number is taken, :class:`Invalid` for an unknown code.
    """
    plan = programme_of(programme, by)
    refuse(why_not(by, Right.PLAN, plan.region))
    links = _links(kinds, measures, units)
    columns = _columns(name, spread, wants_before, wants_after)
    with once(say("This programme has a campaign %(number)s already.", number=number)):
        made = Campaign.objects.create(id=campaign, programme=plan, number=number, **columns)
    _link(made, links)
    return Note(
        "campaigns.campaign", campaign, plan.region, {"number": number, **_said(columns, links)}
    )


@action("campaigns.fill_slot")
def fill_slot(
    *,
    campaign: UUID,
    name: str,
    spread: Spread = Spread.PLACE,
    kinds: Sequence[str] = (),
    measures: Sequence[str] = (),
    units: Sequence[UUID] = (),
    wants_before: bool = False,
    wants_after: bool = False,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Name the campaign of an empty slot. It makes tasks from the next round on.

    Raises :class:`Conflict` where the slot was filled meanwhile.
    """
    slot = campaign_of(campaign, by)
    columns = _columns(name, spread, wants_before, wants_after)
    links = _links(kinds, measures, units)
    _change(slot, columns, by, only_empty=True)
    _link(slot, links)
    return Note("campaigns.campaign", campaign, slot.programme.region, _said(columns, links))


@action("campaigns.amend_campaign")
def amend_campaign(
    *,
    campaign: UUID,
    name: str,
    spread: Spread,
    kinds: Sequence[str],
    measures: Sequence[str],
    units: Sequence[UUID],
    wants_before: bool,
    wants_after: bool,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Change what a campaign asks for, from the next round on: an open one keeps its terms."""
    found = campaign_of(campaign, by)
    was = _said(
        _columns(found.name, Spread(found.spread), found.wants_before, found.wants_after),
        _links_of(found),
    )
    columns = _columns(name, spread, wants_before, wants_after)
    links = _links(kinds, measures, units)
    _change(found, columns, by, only_empty=False)
    _link(found, links)
    data = {"from": was, "to": _said(columns, links)}
    return Note("campaigns.campaign", campaign, found.programme.region, data)


def _change(found: Campaign, columns: dict[str, Any], by: Acting, *, only_empty: bool) -> None:
    refuse(why_not(by, Right.PLAN, found.programme.region))
    if not columns["name"]:
        raise Invalid(say("A campaign needs a name."), "name")
    rows = Campaign.objects.filter(pk=found.pk)
    rows = rows.filter(name="") if only_empty else rows.filter(name=found.name)
    if not rows.update(**columns):
        raise Conflict(say("Somebody else has changed this campaign meanwhile."))


def _columns(name: str, spread: Spread, wants_before: bool, wants_after: bool) -> dict[str, Any]:
    return {
        "name": name.strip(),
        "spread": spread.value,
        "wants_before": wants_before,
        "wants_after": wants_after,
    }


def _links(
    kinds: Sequence[str], measures: Sequence[str], units: Sequence[UUID]
) -> dict[str, list[Any]]:
    """What a campaign points to; an unknown code is refused by name."""
    known: dict[str, set[Any]] = {
        "kinds": set(PlaceKind.objects.filter(pk__in=kinds).values_list("pk", flat=True)),
        "measures": set(Measure.objects.filter(pk__in=measures).values_list("pk", flat=True)),
        "units": set(Unit.objects.filter(pk__in=units).values_list("pk", flat=True)),
    }
    asked: dict[str, list[Any]] = {
        "kinds": list(dict.fromkeys(kinds)),
        "measures": list(dict.fromkeys(measures)),
        "units": list(dict.fromkeys(units)),
    }
    for field, codes in asked.items():
        if unknown := [str(code) for code in codes if code not in known[field]]:
            raise Invalid(say("Unknown: %(codes)s.", codes=", ".join(unknown)), field)
    return asked


def _links_of(campaign: Campaign) -> dict[str, list[Any]]:
    return {
        field: sorted(getattr(campaign, field).values_list("pk", flat=True))
        for field in ("kinds", "measures", "units")
    }


def _link(campaign: Campaign, links: dict[str, list[Any]]) -> None:
    campaign.kinds.set(links["kinds"])
    campaign.measures.set(links["measures"])
    campaign.units.set(links["units"])


def _said(columns: dict[str, Any], links: dict[str, list[Any]]) -> dict[str, Any]:
    return {**columns, **{field: [str(code) for code in codes] for field, codes in links.items()}}
