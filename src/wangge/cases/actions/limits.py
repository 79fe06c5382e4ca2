"""Limits of the office's own stages, office hours and the working calendar."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from wangge.cases.models import CalendarDay, OfficeHours, StageLimit
from wangge.cases.queries.calendar import packaged_hours
from wangge.cases.queries.kept import forget
from wangge.cases.rules.calendar_text import NamedDay, why_not_year
from wangge.cases.rules.catalogue import packaged, why_not_limit, why_not_since
from wangge.cases.rules.facts import LimitUnit, Sure, Timed
from wangge.cases.rules.limits import Span, why_not_spans, why_unknown
from wangge.kernel.clock import day_of
from wangge.kernel.errors import Conflict, Invalid, refuse
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.words import Said, plain, say
from wangge.people.rules import Acting, Right
from wangge.people.rules import why_not as why_not_right
from wangge.trail.actions import action
from wangge.trail.rules import Note

KIND = "cases.limits"
SUBJECT = derived_id(KIND)
CALENDAR = "cases.calendar"


def _demand(reason: Said | None, field: str = "") -> None:
    if reason is not None:
        raise Invalid(reason, field)


def load_calendar() -> int:
    """Enter the package's days that aren't there yet, inside another action; how many."""
    known = set(CalendarDay.objects.values_list("day", flat=True))
    years = {day.year for day in known}
    days = [
        CalendarDay(
            day=date.fromisoformat(row["day"]),
            is_working=row["is_working"] == "1",
            name=row["name"],
            source=row["source"],
        )
        for row in packaged("calendar.csv")
    ]
    # A year that an office has is left as it is: the day it took out mustn't come back.
    added = [row for row in days if row.day.year not in years]
    CalendarDay.objects.bulk_create(added, batch_size=300)
    return len(added)


def load_stages(since: date) -> int:
    """Enter the proposed stage limits and office hours where there are none; how many stages."""
    known = set(StageLimit.objects.values_list("stage", flat=True))
    added = [
        StageLimit(
            id=derived_id("stage-limit", row["stage"]),
            stage=Timed(row["stage"]).value,
            limit=Decimal(row["limit"]),
            limit_unit=LimitUnit(row["limit_unit"]).value,
            sureness=Sure(row["sureness"]).value,
            source=row["source"],
            since=since,
        )
        for row in packaged("stage_limits.csv")
        if row["stage"] not in known
    ]
    StageLimit.objects.bulk_create(added)
    if not OfficeHours.objects.exists():
        source = next(packaged("office_hours.csv"))["source"]
        for row in packaged_hours():
            spans = written_spans(row.spans)
            OfficeHours.objects.create(spans=spans, since=row.since, source=source)
    return len(added)


def written_spans(spans: Sequence[Span]) -> list[list[str]]:
    """Office hours as they are stored: ``[["08:30", "12:00"], …]``."""
    return [[f"{opens:%H:%M}", f"{closes:%H:%M}"] for opens, closes in spans]


@action("cases.set_stage_limit")
def set_stage_limit(
    *,
    stage: Timed,
    limit: Decimal,
    limit_unit: LimitUnit,
    since: date,
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """How long a stage may take from a day on; stages that run already keep their limit."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    _demand(why_not_limit(limit, limit_unit), "limit")
    old = StageLimit.objects.filter(stage=stage.value, until__isnull=True).first()
    _demand(why_not_since(since, old.since if old else None, day_of(at)), "since")
    ended = StageLimit.objects.filter(stage=stage.value, until__isnull=True)
    ended.update(until=since - timedelta(days=1))
    StageLimit.objects.create(
        id=derived_id(id, "row"),
        stage=stage.value,
        limit=limit,
        limit_unit=LimitUnit(limit_unit).value,
        sureness=Sure.CONFIRMED.value,
        source=by.title[:200],
        since=since,
    )
    forget()
    data = {"stage": stage.value, "limit": plain(limit), "unit": limit_unit, "since": str(since)}
    if old is not None:
        data |= {"was": plain(old.limit), "was_unit": old.limit_unit}
    return Note(KIND, SUBJECT, by.region, data)


@action("cases.set_office_hours")
def set_office_hours(
    *, spans: Sequence[tuple[time, time]], since: date, by: Acting, at: datetime, id: UUID
) -> Note:
    """Other office hours from a day on, eight in all; limits that run keep their own."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    _demand(why_not_spans(spans), "spans")
    _demand(why_not_since(since, None, day_of(at)), "since")
    if OfficeHours.objects.filter(since=since).exists():
        raise Conflict(say("Office hours from that day are entered already."))
    written = written_spans(spans)
    OfficeHours.objects.create(id=new_id(), spans=written, since=since, source=by.title[:200])
    forget()
    return Note(KIND, SUBJECT, by.region, {"hours": written, "since": str(since)})


@action("cases.set_calendar_day")
def set_calendar_day(
    *,
    day: date,
    is_working: bool | None,
    name: str = "",
    by: Acting,
    at: datetime,
    id: UUID,
) -> Note:
    """Put one day of a known year right: a holiday, a made-up day, or (None) what its weekday says.

    Limits that were set keep their end; those that begin afterwards are counted by it. A year
    that isn't known is entered as a whole, by :func:`load_calendar_year`.
    """
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    year = CalendarDay.objects.filter(day__year=day.year)
    if not year.exists():
        raise Invalid(why_unknown(day.year), "day")
    if is_working is None:
        if not year.exclude(day=day).exists():
            raise Invalid(say("This is the year's only day; without it the year isn't known."))
        if not CalendarDay.objects.filter(day=day).delete()[0]:
            raise Conflict(say("This day is what its weekday says already."))
    else:
        if not name.strip():
            raise Invalid(say("Say what this day is called."), "name")
        values = {"is_working": is_working, "name": name.strip()[:40], "source": by.title[:200]}
        CalendarDay.objects.update_or_create(day=day, defaults=values)
    forget()
    data = {"day": str(day), "working": is_working, "name": name.strip()}
    return Note(CALENDAR, derived_id(CALENDAR, day.year), by.region, data)


@action("cases.load_calendar_year")
def load_calendar_year(
    *, year: int, days: Sequence[NamedDay], source: str, by: Acting, at: datetime, id: UUID
) -> Note:
    """Enter the holidays and made-up days of a year that isn't known, from its yearly notice."""
    refuse(why_not_right(by, Right.KEEP_CATALOGUE, by.region))
    _demand(why_not_year(year, days), "days")
    if not source.strip():
        raise Invalid(say("Say which notice these days are from."), "source")
    if CalendarDay.objects.filter(day__year=year).exists():
        raise Conflict(say("The working calendar of %(year)s is entered already.", year=str(year)))
    # A notice may name days at the end of the year before. They join that year's, and alone would
    # make it look known.
    before = any(one.day.year < year for one in days)
    if before and not CalendarDay.objects.filter(day__year=year - 1).exists():
        raise Invalid(why_unknown(year - 1), "days")
    for one in days:
        values = {"is_working": one.is_working, "name": one.name, "source": source.strip()[:200]}
        CalendarDay.objects.update_or_create(day=one.day, defaults=values)
    forget()
    data: Mapping[str, object] = {"year": year, "days": len(days), "source": source.strip()}
    return Note(CALENDAR, derived_id(CALENDAR, year), by.region, data)
