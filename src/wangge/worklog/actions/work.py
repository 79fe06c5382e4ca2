"""Work that other domains' actions record inside their own transaction. No entry of its own."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from wangge.kernel.errors import Invalid
from wangge.kernel.words import Qualifier, Said, say
from wangge.places.models import Place
from wangge.worklog.models import Measure, Record
from wangge.worklog.rules.measures import why_not_valid
from wangge.worklog.rules.records import Origin, State, why_not_amount, why_not_place


def add_work(
    *,
    record: UUID,
    measure: str,
    amount: Decimal,
    qualifier: Qualifier,
    region: str,
    place: UUID | None,
    unit: UUID | None,
    on: date,
    campaign: UUID | None,
    origin: Origin,
    origin_id: UUID | None,
    state: State,
    at: datetime,
) -> Record:
    """Record work done on a day, in the transaction and under the rights of the calling action.

    Raises :class:`Invalid` for an unknown measure, one that doesn't count that day, an amount or
    a place that can't be taken.
    """
    measured(measure, on)
    invalid(why_not_amount(amount), "amount")
    placed(place, region)
    return Record.objects.create(
        id=record,
        measure_id=measure,
        amount=amount,
        qualifier=Qualifier(qualifier).value,
        region=region,
        place_id=place,
        unit_id=unit,
        starts_on=on,
        ends_on=on,
        campaign=campaign,
        origin=Origin(origin).value,
        origin_id=origin_id,
        state=State(state).value,
        at=at,
    )


def confirm_work_of(origin: Origin, ids: Iterable[UUID]) -> int:
    """Count the drafts that came from these things (a task that was checked); how many."""
    drafts = Record.objects.filter(
        origin=Origin(origin).value, origin_id__in=list(ids), state=State.DRAFT.value
    )
    return drafts.update(state=State.CONFIRMED.value)


def void_work_of(origin: Origin, ids: Iterable[UUID], reason: str) -> int:
    """Void what came from these things (a task that was sent back), drafts too; how many."""
    live = Record.objects.filter(origin=Origin(origin).value, origin_id__in=list(ids))
    return live.exclude(state=State.VOIDED.value).update(
        state=State.VOIDED.value, void_reason=reason[:300]
    )


def measured(code: str, on: date) -> Measure:
    """The measure of a code if it counts work of that day; :class:`Invalid` otherwise."""
    found = Measure.objects.filter(pk=code).first()
    if found is None:
        raise Invalid(say("There is no measure “%(code)s”.", code=code), "measure")
    invalid(why_not_valid(str(found), found.since, found.until, on), "measure")
    return found


def placed(place: UUID | None, region: str) -> Place | None:
    """The place of an id if it lies in the region; :class:`Invalid` otherwise."""
    if place is None:
        return None
    found = Place.objects.filter(pk=place).first()
    if found is None:
        raise Invalid(say("There is no such place."), "place")
    invalid(why_not_place(found.region, region), "place")
    return found


def invalid(reason: Said | None, field: str) -> None:
    """Raise :class:`Invalid` for a field if a rule gave a reason."""
    if reason is not None:
        raise Invalid(reason, field)
