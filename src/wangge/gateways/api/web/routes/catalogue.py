"""Categories, filing conditions, limits, the working calendar: reference data, all dated."""

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import BaseModel, Field

from wangge.cases import queries
from wangge.cases.actions import catalogue as changes
from wangge.cases.actions import limits
from wangge.cases.queries.keeping import days_of
from wangge.cases.rules import LimitUnit, Severity, Sure, Timed
from wangge.cases.rules.calendar_text import NamedDay
from wangge.cases.rules.catalogue import MOST_EXTENSIONS
from wangge.cases.rules.facts import Kind
from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.types import Clock, Day, Doing, Done, Name, Words
from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import day_of, now
from wangge.people.asking import acting

router = Router(tags=["Catalogue"])
Hours = Annotated[Decimal, Field(gt=0, max_digits=8, decimal_places=2, examples=["4"])]
Line = Annotated[str, Field(min_length=1, max_length=300)]


class CategoryOut(BaseModel):
    """A minor class of the catalogue, in one edition of the standard."""

    id: UUID
    standard: str
    code: str
    kind: Kind
    class_code: str
    class_name: str
    name: str
    public_name: str = Field(description="What residents call it.")
    is_public: bool
    sureness: Sure
    source: str
    since: date
    until: date | None


class Categories(BaseModel):
    """The categories that can be filed on a day, by class and code."""

    rows: list[CategoryOut]


class ConditionOut(BaseModel):
    """A filing condition (立案条件) with its limit and when it counts as done."""

    id: UUID
    category: UUID
    name: str
    filing: str
    closing: str
    limit: str
    limit_unit: LimitUnit
    severity: Severity
    is_default: bool
    legal_basis: str
    most_extensions: int
    sureness: Sure
    source: str
    since: date
    until: date | None


class Conditions(BaseModel):
    """The conditions of a category on a day, the default one first."""

    rows: list[ConditionOut]


class StageLimitOut(BaseModel):
    """How long a stage of the office's own work may take."""

    stage: Timed
    limit: str
    limit_unit: LimitUnit


class StageLimits(BaseModel):
    """The limits of the office's stages on a day."""

    rows: list[StageLimitOut]


class SpecialDay(BaseModel):
    """A day that isn't what its weekday says."""

    day: date
    is_working: bool
    name: str


class Year(BaseModel):
    """The working calendar of a year; one that isn't known yet counts nothing."""

    year: int
    known: bool
    hours: list[tuple[Clock, Clock]] = Field(description="Office hours on the year's first day.")
    days: list[SpecialDay]


class Adding(Doing):
    """A category of this office, in the codes 080–999 of a class, with its first condition."""

    code: str = Field(pattern=r"^\d{5}$", examples=["06080"])
    name: str = Field(min_length=1, max_length=50)
    filing: Line
    closing: Line
    limit: Hours
    limit_unit: LimitUnit
    since: Day
    public_name: str = Field("", max_length=60)
    keywords: str = Field("", max_length=300)
    radius_m: int = Field(50, ge=1, le=2000, description="What counts as near, in metres.")
    window_days: int = Field(30, ge=1, le=365, description="What counts as near, in days.")


class Ending(Doing):
    """The last day on which it can be filed."""

    until: Day


class Publishing(Doing):
    """Whether residents are offered it, and under which name."""

    is_public: bool
    public_name: str = Field("", max_length=60)
    keywords: str = Field("", max_length=300)


class ChangingLimit(Doing):
    """Another limit from a day on; what is left out stays."""

    limit: Hours
    limit_unit: LimitUnit
    since: Day
    filing: Line | None = None
    closing: Line | None = None
    legal_basis: Name | None = None
    most_extensions: int | None = Field(None, ge=0, le=MOST_EXTENSIONS)


class SettingStage(Doing):
    """How long a stage may take from a day on."""

    limit: Hours
    limit_unit: LimitUnit
    since: Day


class SettingDay(Doing):
    """A holiday (false), a made-up working day (true), or what its weekday says (null)."""

    day: Day
    is_working: bool | None = None
    name: str = Field("", max_length=40)


class Span(Words):
    """From an hour to an hour."""

    opens: Clock
    closes: Clock


class SettingHours(Doing):
    """Office hours of a working day, eight in all, from a day on."""

    spans: list[Span] = Field(min_length=1, max_length=6)
    since: Day


class DayIn(Words):
    """A holiday (false) or a made-up working day (true)."""

    day: Day
    is_working: bool
    name: str = Field(min_length=1, max_length=40)


class EnteringYear(Doing):
    """The days of a year, from the notice that names them."""

    days: list[DayIn] = Field(min_length=1, max_length=100)
    source: str = Field(min_length=1, max_length=200)


CATEGORY = (
    "standard", "code", "kind", "class_code", "class_name", "name", "public_name", "is_public",
    "sureness", "source", "since", "until",
)  # fmt: skip
CONDITION = (
    "name", "filing", "closing", "limit", "limit_unit", "severity", "is_default", "legal_basis",
    "most_extensions",
    "sureness", "source", "since", "until",
)  # fmt: skip


def _columns(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {"id": row.pk, **{name: getattr(row, name) for name in names}}


@router.get("/categories", response=Categories)
def categories(
    request: HttpRequest,
    on: Day | None = None,
    kind: Kind = Kind.MATTER,
    public: bool | None = None,
) -> HttpResponse:
    """The categories that can be filed on a day, today where none is named."""
    rows = queries.categories(on or day_of(now()), public=public, kind=kind)
    return answer({"rows": [_columns(row, CATEGORY) for row in rows]})


@router.get("/conditions", response=Conditions)
def conditions(request: HttpRequest, category: UUID, on: Day | None = None) -> HttpResponse:
    """The filing conditions of a category on a day."""
    rows = queries.conditions(queries.category(category).pk, on or day_of(now()))
    lines = [_columns(row, CONDITION) | {"category": row.category_id} for row in rows]
    return answer({"rows": lines})


@router.get("/limits", response=StageLimits)
def stage_limits(request: HttpRequest, on: Day | None = None) -> HttpResponse:
    """How long each stage of the office's own work may take on a day."""
    lines = []
    for stage in Timed:
        if stage is not Timed.HANDLE:  # the condition's
            limit, unit = queries.stage_limit(stage, on or day_of(now()))
            lines.append({"stage": stage, "limit": limit, "limit_unit": unit})
    return answer({"rows": lines})


@router.post("/calendar/days", response=Done)
def set_day(request: HttpRequest, body: SettingDay) -> HttpResponse:
    """Put one day of a known year right."""
    return do(
        request,
        limits.set_calendar_day,
        id_of(request, body),
        day=body.day,
        is_working=body.is_working,
        name=body.name,
    )


@router.get("/calendar/{year}", response=Year)
def year(request: HttpRequest, year: Annotated[int, Path(ge=1950, le=2199)]) -> HttpResponse:
    """The working calendar of a year: its holidays and made-up working days."""
    found = queries.calendar(date(year, 1, 1))
    hours = [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in found.spans]
    days = [
        {"day": row.day, "is_working": row.is_working, "name": row.name}
        for row in days_of(year, user=acting(request))
    ]
    return answer({"year": year, "known": bool(days), "hours": hours, "days": days})


@router.post("/categories", response=Done)
def add(request: HttpRequest, body: Adding) -> HttpResponse:
    """Add a category of this office."""
    words = {name: value for name, value in body if name != "id"}
    return do(request, changes.add_category, id_of(request, body), **words)


@router.post("/categories/{category}/end", response=Done)
def end(request: HttpRequest, category: UUID, body: Ending) -> HttpResponse:
    """Let a category be filed until a day and no longer."""
    id = id_of(request, body)
    return do(request, changes.end_category, id, category=category, until=body.until)


@router.post("/categories/{category}/publish", response=Done)
def publish(request: HttpRequest, category: UUID, body: Publishing) -> HttpResponse:
    """Offer a category to residents under a plain name, or no longer."""
    return do(
        request,
        changes.set_public,
        id_of(request, body),
        category=category,
        is_public=body.is_public,
        public_name=body.public_name,
        keywords=body.keywords,
    )


@router.post("/conditions/{condition}/confirm", response=Done)
def confirm(request: HttpRequest, condition: UUID, body: Doing | None = None) -> HttpResponse:
    """The office confirms a proposed or second-hand limit as its own."""
    return do(request, changes.confirm_condition, id_of(request, body), condition=condition)


@router.post("/conditions/{condition}/limit", response=Done)
def change_limit(request: HttpRequest, condition: UUID, body: ChangingLimit) -> HttpResponse:
    """Another limit from a day on; only cases dispatched from then on are measured by it."""
    words = {name: value for name, value in body if name != "id"}
    return do(request, changes.change_limit, id_of(request, body), condition=condition, **words)


@router.post("/limits/{stage}", response=Done)
def set_stage(request: HttpRequest, stage: Timed, body: SettingStage) -> HttpResponse:
    """How long a stage of the office's own work may take from a day on."""
    words = {name: value for name, value in body if name != "id"}
    return do(request, limits.set_stage_limit, id_of(request, body), stage=stage, **words)


@router.post("/office_hours", response=Done)
def set_hours(request: HttpRequest, body: SettingHours) -> HttpResponse:
    """Other office hours from a day on; limits that run keep those they began with."""
    spans = [(time.fromisoformat(one.opens), time.fromisoformat(one.closes)) for one in body.spans]
    return do(request, limits.set_office_hours, id_of(request, body), spans=spans, since=body.since)


@router.post("/calendar/{year}", response=Done)
def enter_year(
    request: HttpRequest, year: Annotated[int, Path(ge=1950, le=2199)], body: EnteringYear
) -> HttpResponse:
    """Enter the holidays and made-up days of a year that isn't known yet."""
    return do(
        request,
        limits.load_calendar_year,
        id_of(request, body),
        year=year,
        days=[NamedDay(one.day, one.is_working, one.name) for one in body.days],
        source=body.source,
    )
