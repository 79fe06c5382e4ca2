"""Units, and which of them answers for what, where and when."""

from datetime import date, time
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from wangge.cases.actions import duty as changes
from wangge.cases.queries import blind_spots, proposed_unit
from wangge.cases.queries.keeping import DutyCut
from wangge.cases.queries.keeping import duties as kept_duties
from wangge.gateways.api.web.doing import do, id_of
from wangge.gateways.api.web.types import After, Clock, Day, Doing, Done, Name, Region, Size
from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import day_of, now
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import page_of
from wangge.people.asking import acting
from wangge.people.queries import units as kept_units
from wangge.people.rules import UnitKind

router = Router(tags=["Units and duties"])
Class = Annotated[str, Field(pattern=r"^\d{2}$", examples=["06"])]


class UnitOut(BaseModel):
    """An organisation that takes part."""

    id: UUID
    kind: UnitKind
    name: str
    region: str
    parent_name: str
    closed_on: date | None


class Units(BaseModel):
    """A page of units, newest first."""

    rows: list[UnitOut]
    following: str


class DutyOut(BaseModel):
    """Who answers for what in a region; the most exact line wins."""

    id: UUID
    region: str
    category: UUID | None
    category_name: str
    class_code: str
    weekdays: str
    starts_at: Clock | None
    ends_at: Clock | None
    unit: UUID
    unit_name: str
    since: date
    until: date | None


class Duties(BaseModel):
    """A page of the duty table, newest first."""

    rows: list[DutyOut]
    following: str


class Proposal(BaseModel):
    """The unit that the duty table proposes; none in a blind spot."""

    unit: UUID | None


class Blind(BaseModel):
    """A grid that nobody answers for, wholly or partly."""

    code: str
    name: str
    partly: bool


class BlindSpots(BaseModel):
    """Grids without duty, those wholly bare first."""

    rows: list[Blind]


class AddingDuty(Doing):
    """A duty: for a category, a class or everything."""

    region: Region
    unit: UUID
    category: UUID | None = None
    class_code: Class | None = None
    weekdays: str = Field("1234567", pattern=r"^[1-7]{1,7}$", description="1 is Monday.")
    starts_at: Clock | None = None
    ends_at: Clock | None = None
    since: Day
    until: Day | None = None
    duty: UUID | None = Field(None, description="Id of the duty, made by you.")


class EndingDuty(Doing):
    """The last day of a duty."""

    until: Day


@router.get("/units", response=Units)
def units(
    request: HttpRequest,
    kind: UnitKind | None = None,
    name: Name = "",
    closed: bool = False,
    after: After = "",
) -> HttpResponse:
    """The units of your area, fifty at a time."""
    found = kept_units(user=acting(request), kind=kind or "", name=name, closed=closed, after=after)
    names = ("id", "kind", "name", "region", "parent_name", "closed_on")
    lines = [{name: getattr(one, name) for name in names} for one in found.rows]
    return answer({"rows": lines, "following": found.following})


@router.get("/duties", response=Duties)
def duties(
    request: HttpRequest,
    region: Region | None = None,
    class_code: Class | None = None,
    unit: UUID | None = None,
    ended: bool = False,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """The duty table of your area, with what holds there from above."""
    cut = DutyCut(region or "", class_code or "", unit, ended)
    page = page_of(kept_duties(user=acting(request), on=day_of(now()), cut=cut), after, size)
    lines = [
        {
            "id": row.pk,
            "region": row.region,
            "category": row.category_id,
            "category_name": row.category.name if row.category else "",
            "class_code": row.class_code,
            "weekdays": row.weekdays,
            "starts_at": _written(row.starts_at),
            "ends_at": _written(row.ends_at),
            "unit": row.unit_id,
            "unit_name": row.unit.name,
            "since": row.since,
            "until": row.until,
        }
        for row in page.rows
    ]
    return answer({"rows": lines, "following": page.following})


def _written(hour: time | None) -> str | None:
    return None if hour is None else f"{hour:%H:%M}"


def _read(hour: str | None) -> time | None:
    return None if hour is None else time.fromisoformat(hour)


@router.get("/duties/proposal", response=Proposal)
def proposal(request: HttpRequest, region: Region, category: UUID | None = None) -> HttpResponse:
    """Who would be proposed for a category in a region now."""
    acting(request)
    return answer({"unit": proposed_unit(region=region, category=category, at=now())})


@router.get("/duties/blind_spots", response=BlindSpots)
def blind(request: HttpRequest) -> HttpResponse:
    """Grids of your area that nobody answers for (盲区); their cases still reach the office."""
    lines = [
        {"code": one.code, "name": one.name, "partly": one.partly}
        for one in blind_spots(user=acting(request), on=day_of(now()))
    ]
    return answer({"rows": lines})


PLAIN = ("region", "unit", "category", "weekdays", "since", "until")


@router.post("/duties", response=Done)
def add(request: HttpRequest, body: AddingDuty) -> HttpResponse:
    """Let a unit answer for something in a region."""
    id = id_of(request, body)
    words = {name: value for name, value in body if name in PLAIN}
    return do(
        request,
        changes.add_duty,
        id,
        duty=body.duty or derived_id(id, "duty"),
        class_code=body.class_code or "",
        starts_at=_read(body.starts_at),
        ends_at=_read(body.ends_at),
        **words,
    )


@router.post("/duties/{duty}/end", response=Done)
def end(request: HttpRequest, duty: UUID, body: EndingDuty) -> HttpResponse:
    """Let a unit answer until a day and no longer."""
    return do(request, changes.end_duty, id_of(request, body), duty=duty, until=body.until)
