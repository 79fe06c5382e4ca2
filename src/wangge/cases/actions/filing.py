"""The office's work on a report: confirm, file, refuse, merge, split, dispatch, put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from wangge.cases.actions.base import (
    Proofs,
    allowed,
    change,
    close_whole,
    handling_limit,
    limit_of,
    note,
    show,
    step,
    unit_open,
)
from wangge.cases.actions.report import find_by, located
from wangge.cases.models import Case, Category, Condition, Dispatch
from wangge.cases.queries.cases import one_case
from wangge.cases.queries.catalogue import condition_on, conditions, in_force_row
from wangge.cases.queries.near import earlier_at
from wangge.cases.rules import Act, Severity, Stage, why_not_merge
from wangge.cases.rules.numbers import part_number
from wangge.cases.rules.work import reason_of, written
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Invalid, refuse
from wangge.kernel.geo import Crs
from wangge.kernel.words import say
from wangge.people.rules import Acting, Right, why_not
from wangge.places.models import Grid, Region
from wangge.trail.actions import action
from wangge.trail.rules import Note

MOST_PARTS = 9


@action("cases.ask_confirm")
def ask_confirm(*, case: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Send a report to be looked at on the spot before it is filed (核实)."""
    found, _ = allowed(Act.ASK_CONFIRM, case, by)
    limit = limit_of(Stage.CONFIRMING, at)
    step(
        found,
        Act.ASK_CONFIRM,
        at,
        by=by,
        runs=limit,
        confirm_asked_at=at,
        confirm_due_at=limit.due_at,
        confirmed_at=None,
        confirmed=None,
    )
    return note(found)


@action("cases.confirm")
def confirm_case(
    *, case: UUID, text: str = "", proofs: Proofs = (), by: Acting, at: datetime, id: UUID
) -> Note:
    """It was looked at on the spot: it is so."""
    return _looked(Act.CONFIRM, case, written(text, "text"), proofs, by, at)


@action("cases.disprove")
def disprove_case(
    *, case: UUID, text: str, proofs: Proofs = (), by: Acting, at: datetime, id: UUID
) -> Note:
    """It was looked at on the spot: it isn't so. The office decides what becomes of it."""
    return _looked(Act.DISPROVE, case, reason_of(text, "text"), proofs, by, at)


def _looked(act: Act, case: UUID, text: str, proofs: Proofs, by: Acting, at: datetime) -> Note:
    found, _ = allowed(act, case, by)
    limit = limit_of(Stage.REPORTED, at)
    step(
        found,
        act,
        at,
        by=by,
        runs=limit,
        accept_due_at=limit.due_at,
        confirmed_at=at,
        confirmed_by=by.post,
        confirmed=act is Act.CONFIRM,
    )
    return note(found, text=text, photos=show(case, proofs, by))


@action("cases.file")
def file_case(
    *,
    case: UUID,
    category: UUID,
    condition: UUID | None = None,
    severity: Severity | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Accept a report and file it under a category and its filing condition (立案).

    Without a ``condition`` the category's first one in force is taken. A problem that was closed
    at the same spot not long ago is named as the one that comes back.
    """
    found, _ = allowed(Act.FILE, case, by)
    under = _condition(category, condition, at)
    found.category_id = category
    earlier = earlier_at(found, at)
    limit = limit_of(Stage.FILED, at)
    step(
        found,
        Act.FILE,
        at,
        by=by,
        runs=limit,
        category_id=category,
        condition=under,
        severity=(severity or Severity(under.severity)).value,
        recurs=earlier,
        filed_at=at,
        filed_by=by.post,
        dispatch_due_at=limit.due_at,
    )
    return note(
        found,
        category=under.category.name,
        condition=under.name,
        recurs=earlier.number if earlier else None,
    )


def _condition(category: UUID, condition: UUID | None, at: datetime) -> Condition:
    day = day_of(at)
    if condition is None:
        found = condition_on(category, day)
    else:
        found = next((one for one in conditions(category, day) if one.pk == condition), None)
    if found is None:
        raise Invalid(
            say("This category has no filing condition in force. Enter one in the catalogue."),
            "condition",
        )
    return found


@action("cases.refuse")
def refuse_case(*, case: UUID, reason: str, by: Acting, at: datetime, id: UUID) -> Note:
    """Don't accept a report; its reporters read the reason."""
    found, _ = allowed(Act.REFUSE, case, by)
    because = reason_of(reason)
    step(found, Act.REFUSE, at, by=by, reason=because, closed_at=at, closed_by=by.post)
    return note(found, reason=because)


@action("cases.merge")
def merge_case(*, case: UUID, target: UUID, by: Acting, at: datetime, id: UUID) -> Note:
    """Close a copy and lead its reporters to the case it repeats."""
    found, _ = allowed(Act.MERGE, case, by)
    into = one_case(target, user=by)
    refuse(why_not_merge(case, target, Stage(into.stage)))
    step(found, Act.MERGE, at, by=by, merged_into=into, closed_at=at, closed_by=by.post)
    change(into, at, by=by)  # stands against a target that is being ended at this moment
    return note(found, into=into.number, whole=close_whole(found, by, at))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a case that several units handle; ``case`` is the new one's id."""

    case: UUID
    category: UUID
    unit: UUID
    text: str


@action("cases.split")
def split_case(*, case: UUID, parts: Sequence[Part], by: Acting, at: datetime, id: UUID) -> Note:
    """Split a file into parts, each dispatched to its unit; it closes with the last of them."""
    found, _ = allowed(Act.SPLIT, case, by)
    if not 2 <= len(parts) <= MOST_PARTS:
        raise Invalid(say("A case is split into 2 to %(most)s parts.", most=MOST_PARTS), "parts")
    step(found, Act.SPLIT, at, by=by)
    for place, part in enumerate(parts, start=1):
        _make_part(found, place, part, by, at)
    return note(found, parts=[part_number(found.number, n + 1) for n in range(len(parts))])


def _make_part(case: Case, place: int, part: Part, by: Acting, at: datetime) -> None:
    under = _condition(part.category, None, at)
    made = Case(
        id=part.case,
        number=part_number(case.number, place),
        stage=Stage.FILED.value,
        source=case.source,
        category_id=part.category,
        condition=under,
        severity=under.severity,
        region=case.region,
        place_id=case.place_id,
        address=case.address,
        lng=case.lng,
        lat=case.lat,
        text=written(part.text, "text") or case.text,
        account_id=case.account_id,
        parent=case,
        recurs_id=case.recurs_id,
        reported_at=case.reported_at,
        updated_at=at,
        stage_at=at,
        accept_due_at=case.accept_due_at,
        filed_at=case.filed_at,
        filed_by=case.filed_by,
        dispatch_due_at=case.dispatch_due_at,
    )
    made.save(force_insert=True)
    find_by(made)
    _dispatch(made, part.unit, by, at)


@action("cases.dispatch")
def dispatch_case(
    *, case: UUID, unit: UUID, note: str = "", by: Acting, at: datetime, id: UUID
) -> Note:
    """Give a file to the unit responsible; its limit runs from now, as it stands today."""
    found, _ = allowed(Act.DISPATCH, case, by)
    return _dispatch(found, unit, by, at, written(note, "note", 300))


def _dispatch(case: Case, unit: UUID, by: Acting, at: datetime, said: str = "") -> Note:
    to = unit_open(unit)
    under = _in_force(case, at)
    case.limit, case.limit_unit = under.limit, under.limit_unit
    limit = handling_limit(case, at)
    number = case.dispatches + 1
    step(
        case,
        Act.DISPATCH,
        at,
        by=by,
        runs=limit,
        unit=to,
        condition=under,
        limit=under.limit,
        limit_unit=under.limit_unit,
        dispatches=number,
        dispatched_at=at,
        dispatched_by=by.post,
        handle_due_at=limit.due_at,
    )
    begin_dispatch(case, to.pk, number, by, at, limit.due_at)
    return note(
        case,
        unit=to.name,
        text=said,
        due=limit.due_at.isoformat() if limit.due_at else None,
        why=limit.why,
    )


def begin_dispatch(
    case: Case,
    unit: UUID,
    number: int,
    by: Acting,
    at: datetime,
    due_at: datetime | None,
    is_rework: bool = False,
) -> None:
    """Remember a dispatch for the unit's evaluation."""
    Dispatch.objects.create(
        case=case,
        number=number,
        unit_id=unit,
        is_rework=is_rework,
        at=at,
        by=by.post,
        due_at=due_at,
    )


def _in_force(case: Case, at: datetime) -> Condition:
    """The condition as it stands on the day of the dispatch: a later limit is another row."""
    if case.category_id is None:
        raise Invalid(say("File the case under a category first."), "category")
    if case.condition is None:
        return _condition(case.category_id, None, at)
    return in_force_row(case.condition, day_of(at))


@action("cases.amend")
def amend_case(
    *,
    case: UUID,
    category: UUID | None = None,
    lng: float | None = None,
    lat: float | None = None,
    crs: Crs = Crs.WGS84,
    address: str | None = None,
    region: str | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Put right what a report says of category and place; None leaves it. The text stays as said.

    The trail keeps what it was before. Raises :class:`Refused` where it would leave one's area.
    """
    found, _ = allowed(Act.AMEND, case, by)
    before, was = _said(found), _columns(found)
    if category is not None:
        if not Category.objects.filter(pk=category).exists():
            raise Invalid(say("There is no such category."), "category")
        found.category_id = category
        if found.stage == Stage.FILED.value:
            found.condition = _condition(category, None, at)
    if lng is not None and lat is not None:
        spot = located(lng, lat, crs)
        found.region, found.lng, found.lat = spot.region, spot.lng, spot.lat
    elif region is not None:
        found.region = _region(region)
    if address is not None:
        found.address = written(address, "address", 200)
    refuse(why_not(by, Right.FILE_CASE, found.region))
    # Only what changes is written: somebody else may put another thing right at this moment.
    now = _columns(found)
    step(found, Act.AMEND, at, by=by, **{key: now[key] for key in now if now[key] != was[key]})
    find_by(Case.objects.get(pk=case))
    after = _said(found)
    changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
    return note(found, changed=changed or None)


def _columns(case: Case) -> dict[str, Any]:
    """What putting right may change."""
    names = ("category_id", "condition_id", "region", "lng", "lat", "address")
    return {name: getattr(case, name) for name in names}


def _said(case: Case) -> dict[str, str]:
    return {
        "category": str(case.category_id or ""),
        "region": case.region,
        "address": case.address,
        "position": f"{case.lng},{case.lat}" if case.lng is not None else "",
    }


def _region(code: str) -> str:
    known = Grid if len(code) == 15 else Region
    if len(code) < 9 or not known.objects.filter(pk=code).exists():
        raise Invalid(say("There is no region with the code %(code)s.", code=code), "region")
    return code
