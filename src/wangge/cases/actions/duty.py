"""The duty table: who answers for what, where and when."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from wangge.cases.models import Category, Duty
from wangge.cases.queries.sheets import check_duties
from wangge.cases.rules.catalogue import why_not_span
from wangge.cases.rules.duty import ALL_WEEK, why_not_duty
from wangge.cases.rules.facts import Kind
from wangge.kernel.errors import Conflict, Invalid, NotFound, refuse
from wangge.kernel.ids import derived_id
from wangge.kernel.sheets import Line
from wangge.kernel.words import say
from wangge.people.models import Unit
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right
from wangge.places.models import Grid, Region
from wangge.places.rules import common_code
from wangge.trail.actions import action
from wangge.trail.rules import Note

KIND = "cases.duty"


@action("cases.add_duty")
def add_duty(
    *,
    duty: UUID,
    region: str,
    unit: UUID,
    category: UUID | None = None,
    class_code: str = "",
    weekdays: str = ALL_WEEK,
    starts_at: time | None = None,
    ends_at: time | None = None,
    since: date,
    until: date | None = None,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Let a unit answer for a category, a class or everything in a region, always or at hours.

    ``region`` is a grid, a community or the subdistrict. Raises :class:`Conflict` where just this
    is somebody's duty already.
    """
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, region))
    row = Duty(
        id=duty,
        region=region,
        category=_category(category),
        class_code="" if category else class_code,
        weekdays="".join(sorted(weekdays)),
        starts_at=starts_at,
        ends_at=ends_at,
        unit=_unit(unit, by),
        since=since,
        until=until,
    )
    _check(row)
    row.save(force_insert=True)
    return Note(KIND, row.pk, region, told(row))


def told(row: Duty) -> dict[str, Any]:
    """What the trail keeps of a duty."""
    data = {
        "region": row.region,
        "unit": row.unit.name,
        "category": row.category.name if row.category else row.class_code,
        "weekdays": "" if row.weekdays == ALL_WEEK else row.weekdays,
        "hours": f"{row.starts_at:%H:%M}–{row.ends_at:%H:%M}"
        if row.starts_at and row.ends_at
        else "",
        "since": str(row.since),
        "until": str(row.until or ""),
    }
    return {key: value for key, value in data.items() if value}


def _category(id: UUID | None) -> Category | None:
    if id is None:
        return None
    found = Category.objects.filter(pk=id, until__isnull=True).first()
    if found is None:
        raise Invalid(say("There is no such category in the catalogue."), "category")
    if found.kind == Kind.COMPONENT:
        raise Invalid(say("Cases are filed as matters; choose the matter of this component."))
    return found


def _unit(id: UUID, by: Acting) -> Unit:
    found = Unit.objects.filter(pk=id, closed_on__isnull=True).first()
    if found is None:
        raise Invalid(say("There is no such unit, or it is closed."), "unit")
    # A unit of the district may be sunk to the subdistrict; one of another subdistrict never.
    if not (found.region.startswith(by.region) or by.region.startswith(found.region)):
        raise Invalid(say("There is no such unit, or it is closed."), "unit")
    return found


def _check(row: Duty) -> None:
    reason = why_not_duty(row.weekdays, row.starts_at, row.ends_at, row.since, row.until)
    if reason is not None:
        raise Invalid(reason)
    grid = len(row.region) == 15
    known = Grid.objects.filter(pk=row.region) if grid else Region.objects.filter(pk=row.region)
    if not known.exists():
        raise Invalid(say("There is no area with the code %(code)s.", code=row.region), "region")
    classes = Category.objects.filter(kind=Kind.MATTER.value, class_code=row.class_code)
    if row.class_code and not classes.exists():
        raise Invalid(say("There is no class %(code)s.", code=row.class_code), "class_code")
    same = Duty.objects.filter(
        region=row.region,
        category=row.category,
        class_code=row.class_code,
        weekdays=row.weekdays,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
    ).exclude(until__lt=row.since)
    if row.until is not None:
        same = same.filter(since__lte=row.until)
    if (other := same.select_related("unit").first()) is not None:
        raise Conflict(
            say("This is the duty of %(unit)s already. End that first.", unit=other.unit.name)
        )


@action("cases.end_duty")
def end_duty(*, duty: UUID, until: date, by: Acting, at: datetime, id: UUID) -> Note:
    """Let a unit answer until a day and no longer; what it was dispatched stays with it."""
    found = Duty.objects.select_related("unit", "category").filter(pk=duty).first()
    if found is None or not found.region.startswith(by.region):
        raise NotFound(say("There is no such duty in your area."))
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, found.region))
    if (reason := why_not_span(found.since, until)) is not None:
        raise Invalid(reason, "until")
    if (
        not Duty.objects.filter(pk=duty, until=found.until)
        .exclude(until__lte=until)
        .update(until=until)
    ):
        raise Conflict(say("This duty ended on %(day)s.", day=str(found.until or until)))
    found.until = until
    return Note(KIND, found.pk, found.region, told(found))


@action("cases.import_duties")
def import_duties(
    *, lines: Sequence[Line], since: date, by: Acting, at: datetime, id: UUID
) -> Note:
    """Enter every row of a sheet, or none of them; ``since`` is for rows that name no first day.

    Raises :class:`Invalid` with the first faulty row; ``queries.check_duties`` lists them all.
    """
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    checked = check_duties(lines, user=by, since=since)
    if checked.faults:
        raise Invalid(checked.first())
    if not checked.rows:
        raise Invalid(say("Everything in the sheet stands in the table already."))
    Duty.objects.bulk_create(
        [
            Duty(
                id=derived_id(id, line.number),
                region=line.region,
                category_id=line.category,
                class_code=line.class_code,
                weekdays=line.weekdays,
                starts_at=line.starts_at,
                ends_at=line.ends_at,
                unit_id=line.unit,
                since=line.since,
                until=line.until,
            )
            for line in checked.rows
        ],
        batch_size=500,
    )
    region = common_code([line.region for line in checked.rows])
    data = {"rows": len(checked.rows), "unchanged": checked.unchanged}
    return Note(KIND, derived_id("cases.duties"), region, data)
