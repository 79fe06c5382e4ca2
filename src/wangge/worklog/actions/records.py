"""One record: entered as a draft, amended, confirmed, voided, corrected, proven."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.words import Qualifier, plain, say
from wangge.people.models import Unit
from wangge.people.rules import Acting
from wangge.places.models import Grid, Region
from wangge.trail.actions import action, prove
from wangge.trail.rules import Note, Stage
from wangge.worklog.actions.work import invalid, measured, placed
from wangge.worklog.models import Message, Record
from wangge.worklog.queries.records import facts_of, one_record
from wangge.worklog.rules.drafting import Reading
from wangge.worklog.rules.records import (
    Act,
    Origin,
    State,
    why_not,
    why_not_amount,
    why_not_batch,
    why_not_days,
    why_not_draft,
    why_not_reason,
)

KIND = "worklog.record"


@action("worklog.draft_record")
def draft_record(
    *,
    record: UUID,
    measure: str | None,
    amount: Decimal,
    qualifier: Qualifier,
    region: str,
    place: UUID | None = None,
    unit: UUID | None = None,
    starts_on: date,
    ends_on: date,
    campaign: UUID | None = None,
    origin: Origin = Origin.FORM,
    origin_id: UUID | None = None,
    remark: str = "",
    read: Reading | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Enter work as a draft; ``amount`` in the measure's unit, ``region`` its code.

    Without a measure (a wording nobody knows) it can't be confirmed before :func:`map_reading`.
    Raises :class:`Refused` without the right there, :class:`Invalid` for a value that can't be.
    """
    refuse(why_not_draft(region, unit, by))
    made = new_draft(
        record=record,
        measure=measure,
        amount=amount,
        qualifier=qualifier,
        region=region,
        place=place,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        campaign=campaign,
        origin=origin,
        origin_id=origin_id,
        remark=remark,
        read=read or Reading(),
        at=at,
    )
    made.save(force_insert=True)
    return Note(KIND, record, region, content(made))


def new_draft(
    *,
    record: UUID,
    measure: str | None,
    amount: Decimal,
    qualifier: Qualifier,
    region: str,
    place: UUID | None,
    unit: UUID | None,
    starts_on: date,
    ends_on: date,
    campaign: UUID | None,
    origin: Origin,
    origin_id: UUID | None,
    remark: str,
    read: Reading,
    at: datetime,
) -> Record:
    """A checked draft that isn't saved yet. Raises :class:`Invalid` for what can't be taken."""
    check(measure, amount, region, place, unit, starts_on, ends_on, day_of(at))
    return Record(
        id=record,
        measure_id=measure,
        amount=amount,
        qualifier=Qualifier(qualifier).value,
        region=region,
        place_id=place,
        unit_id=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        campaign=campaign,
        origin=Origin(origin).value,
        origin_id=origin_id,
        remark=remark[:300],
        read_verb=read.verb,
        read_object=read.object,
        read_unit=read.unit,
        read_text=read.text,
        read_start=read.start,
        cumulative=read.cumulative,
        at=at,
    )


def check(
    measure: str | None,
    amount: Decimal,
    region: str,
    place: UUID | None,
    unit: UUID | None,
    starts_on: date,
    ends_on: date,
    today: date,
) -> None:
    """Every value of a draft, each fault naming its field."""
    invalid(why_not_amount(amount), "amount")
    invalid(why_not_days(starts_on, ends_on, today), "ends_on")
    if measure is not None:
        measured(measure, ends_on)
    known = Grid if len(region) == 15 else Region
    if not known.objects.filter(pk=region).exists():
        raise Invalid(say("There is no region with the code %(code)s.", code=region), "region")
    placed(place, region)
    if unit is not None and not Unit.objects.filter(pk=unit).exists():
        raise Invalid(say("There is no such unit."), "unit")


def content(record: Record) -> dict[str, Any]:
    """What the trail remembers of a record."""
    return {
        "measure": record.measure_id,
        "amount": plain(Decimal(record.amount)),
        "qualifier": record.qualifier,
        "place": str(record.place_id) if record.place_id else None,
        "days": [str(record.starts_on), str(record.ends_on)],
        "origin": record.origin,
    }


@action("worklog.amend_draft")
def amend_draft(
    *,
    record: UUID,
    measure: str | None,
    amount: Decimal,
    qualifier: Qualifier,
    region: str,
    place: UUID | None,
    unit: UUID | None,
    starts_on: date,
    ends_on: date,
    remark: str = "",
    cumulative: bool = False,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Change a draft. ``cumulative=False``: the amount is the new part of a running total."""
    old = _may(Act.AMEND, record, by)
    refuse(why_not_draft(region, unit, by))
    check(measure, amount, region, place, unit, starts_on, ends_on, day_of(at))
    before = content(old)
    changed = Record.objects.filter(pk=record, state=State.DRAFT.value).update(
        measure=measure,
        amount=amount,
        qualifier=Qualifier(qualifier).value,
        region=region,
        place=place,
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        remark=remark[:300],
        cumulative=cumulative,
    )
    _won(changed)
    after = content(Record.objects.get(pk=record))
    return Note(KIND, record, region, {"before": before, "after": after})


@action("worklog.confirm_record")
def confirm_record(*, record: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Count a draft from now on."""
    old = _may(Act.CONFIRM, record, by)
    if old.measure_id is not None:
        measured(old.measure_id, old.ends_on)
    _move(old, State.DRAFT, State.CONFIRMED)
    settle_if_done(old, at)
    return Note(KIND, record, old.region, content(old))


@action("worklog.confirm_records")
def confirm_records(*, records: Sequence[UUID], by: Acting, at: datetime, id: UUID) -> Note:
    """Count several drafts, all or none; each leaves its own entry beside this one."""
    refuse(why_not_batch(records))
    regions = [
        confirm_record(record=record, by=by, at=at, id=derived_id(id, record)).region
        for record in dict.fromkeys(records)
    ]
    return Note(
        "worklog.batch", id, min(regions, key=len), {"records": [str(one) for one in records]}
    )


@action("worklog.discard_draft")
def discard_draft(*, record: UUID, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Drop a draft that shall not count; it stays visible as voided with the reason."""
    invalid(why_not_reason(reason), "reason")
    old = _may(Act.DISCARD, record, by)
    _move(old, State.DRAFT, State.VOIDED, reason)
    settle_if_done(old, at)
    return Note(KIND, record, old.region, {"reason": reason})


@action("worklog.void_record")
def void_record(*, record: UUID, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Stop counting a confirmed record; it stays visible with the reason."""
    invalid(why_not_reason(reason), "reason")
    old = _may(Act.VOID, record, by)
    _move(old, State.CONFIRMED, State.VOIDED, reason)
    return Note(KIND, record, old.region, {**content(old), "reason": reason})


@action("worklog.correct_record")
def correct_record(
    *,
    record: UUID,
    replacement: UUID,
    amount: Decimal,
    qualifier: Qualifier,
    reason: str,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Void a confirmed record and enter it anew, confirmed, with another amount.

    Both stay visible and name each other. All but the amount and its qualifier stays as it was.
    """
    invalid(why_not_reason(reason), "reason")
    invalid(why_not_amount(amount), "amount")
    old = _may(Act.CORRECT, record, by)
    if (old.amount, old.qualifier) == (amount, Qualifier(qualifier).value):
        raise Invalid(say("Nothing changes: the amount is the same."), "amount")
    _move(old, State.CONFIRMED, State.VOIDED, reason)
    before = content(old)
    new = old
    new.id, new.replaces_id, new.at = replacement, record, at
    new.amount, new.qualifier = amount, Qualifier(qualifier).value
    new.state, new.void_reason = State.CONFIRMED.value, ""
    new.save(force_insert=True)
    data = {"before": before, "after": content(new), "reason": reason}
    return Note(KIND, record, old.region, {**data, "replacement": str(replacement)})


@action("worklog.prove_record")
def prove_record(
    *,
    record: UUID,
    proofs: Sequence[tuple[UUID, Stage]],
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Show kept photos for a record, even a confirmed one: they add and change nothing."""
    found = one_record(record, user=by)
    refuse(why_not_draft(found.region, found.unit_id, by))
    for evidence, stage in proofs:
        prove(evidence=evidence, kind=KIND, subject=record, stage=stage)
    return Note(KIND, record, found.region, {"photos": len(proofs)})


def settle_if_done(record: Record, at: datetime) -> None:
    """A message is settled when none of its drafts is left."""
    if record.origin != Origin.MESSAGE.value or record.origin_id is None:
        return
    left = Record.objects.filter(
        origin=Origin.MESSAGE.value, origin_id=record.origin_id, state=State.DRAFT.value
    )
    if not left.exists():
        Message.objects.filter(pk=record.origin_id, settled_at__isnull=True).update(settled_at=at)


def _may(act: Act, id: UUID, by: Acting) -> Record:
    """The record if somebody may do this to it; as if it weren't there outside the area."""
    found = one_record(id, user=by)
    refuse(why_not(act, facts_of(found), by))
    return found


def _move(record: Record, source: State, target: State, reason: str = "") -> None:
    _won(
        Record.objects.filter(pk=record.pk, state=source.value).update(
            state=target.value, void_reason=reason[:300]
        )
    )


def _won(changed: int) -> None:
    if not changed:
        raise Conflict(say("Somebody else has just changed this record. Look at it again."))
