"""Cases: lists, one with all that hangs on it, what looks alike, reporting."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from wangge.cases import actions
from wangge.cases.queries import case_numbered, near
from wangge.cases.queries.bare import Bare, bare_case
from wangge.cases.queries.cases import light, one_case
from wangge.cases.queries.lists import listed_values
from wangge.cases.queries.page import history_of
from wangge.cases.queries.sought import Order, Sought
from wangge.cases.rules import OPEN, Light, Severity, Source, Stage
from wangge.gateways.api.web.doing import id_of, told
from wangge.gateways.api.web.routes.case_out import (
    CasesOut,
    CaseWhole,
    Reported,
    Timeline,
)
from wangge.gateways.api.web.types import After, Day, Doing, Lat, Lng, Name, Region, Size, Text
from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import now
from wangge.kernel.geo import Crs
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import translate
from wangge.people.asking import acting
from wangge.people.rules import Acting
from wangge.trail.queries import Happening, Shown

router = Router(tags=["Cases"])
KIND = "cases.case"


class Wanted(BaseModel):
    """What a list is cut to; what is left out cuts nothing."""

    stage: list[Stage] = Field([], description="May be given several times.")
    light: Light | None = None
    source: Source | None = None
    category: UUID | None = None
    class_code: str = Field("", pattern=r"^\w{0,4}$", description="Class of the catalogue: 06.")
    region: Region | None = None
    unit: UUID | None = None
    severity: Severity | None = None
    since: Day | None = Field(None, description="First day of reporting.")
    until: Day | None = Field(None, description="Last day of reporting, included.")
    text: Name = Field("", description="Words in number, address or text.")
    origin: str = Field("", max_length=48, description="What opened it, as `campaigns.task`.")
    supervised: bool = False
    recurring: bool = Field(False, description="Only what came back at the same spot.")
    reworked: bool = False
    requested: bool = Field(False, description="Only where something waits for a decision.")
    no_unit: bool = False
    late: bool = False
    reported: bool = Field(False, description="Only your own reports.")


class Reporting(Doing):
    """A problem. Where it is: a position, a place of the register, or an area."""

    text: Text = ""
    category: UUID | None = None
    lng: Lng | None = None
    lat: Lat | None = None
    crs: Crs = Field(Crs.WGS84, description="In which the position came.")
    place: UUID | None = None
    region: Region | None = None
    address: Name = ""
    source: Source = Field(
        Source.PATROL, description="Others than patrol are entered by those who file."
    )
    attributes: dict[str, str | int | bool | list[str]] = Field({}, max_length=50)
    evidence: list[UUID] = Field([], max_length=20, description="Kept photos.")
    case: UUID | None = Field(None, description="Id of the case, made by you.")


def sought(wanted: Wanted) -> Sought:
    """What was asked for, as queries take it."""
    said = {name: value for name, value in wanted if name != "stage" and value is not None}
    return Sought(stages=tuple(wanted.stage), **said)


@router.get("", response=CasesOut)
def cases(
    request: HttpRequest,
    wanted: Query[Wanted],
    order: Order = Order.NEW,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """Cases that you may see, a page at a time."""
    rows, following = listed_values(
        user=acting(request),
        sought=sought(wanted),
        at=now(),
        after=after,
        size=size,
        order=order,
    )
    return answer({"rows": rows, "following": following})


def near_lines(
    lng: float, lat: float, category: UUID | None, text: str, user: Acting, at: datetime
) -> list[dict[str, Any]]:
    """What looks alike near a WGS-84 position, as answers show it."""
    found = near(lng=lng, lat=lat, category=category, text=text, at=at, limit=10, user=user)
    return [
        {
            "id": one.case.pk,
            "number": one.case.number,
            "stage": one.case.stage,
            "category_name": one.case.category.name if one.case.category else "",
            "text": one.case.text,
            "reported_at": one.case.reported_at,
            "metres": round(one.metres, 1),
            "score": round(one.score, 3),
        }
        for one in found
    ]


@router.get("/numbered/{number}", response=CaseWhole)
def numbered(request: HttpRequest, number: str) -> HttpResponse:
    """A case by its number."""
    found = case_numbered(number[:64], user=acting(request))
    return _whole(request, found.pk)


@router.get("/{case}", response=CaseWhole)
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """A case with its photos, requests, remarks, timeline, and what you may do with it."""
    return _whole(request, case)


def _whole(request: HttpRequest, id: UUID) -> HttpResponse:
    return answer(_shown(bare_case(id, user=acting(request))))


COLUMNS = (
    "id", "number", "stage", "source", "severity", "category_id", "unit_id", "region", "address",
    "lng", "lat", "text", "reported_at", "updated_at", "stage_at", "due_at", "yellow_at",
    "filed_at", "dispatched_at", "handled_at", "verified_at", "closed_at", "supervised_at",
    "reworks", "urges", "reopened", "resolution", "satisfaction", "parent_id", "merged_into_id",
    "recurs_id", "condition_id", "place_id", "attributes", "reason", "limit", "limit_unit",
    "extensions", "returns",
)  # fmt: skip


def _shown(found: Bare) -> dict[str, Any]:
    row = found.case
    is_open = Stage(row.stage) in OPEN
    return {
        **{name: getattr(row, name) for name in COLUMNS},
        "light": light(row, now()) if is_open else Light.NONE,
        "category_code": row.category.code if row.category else None,
        "category_name": row.category.name if row.category else None,
        "unit_name": row.unit.name if row.unit else None,
        "photos": [_photo(one) for one in found.photos],
        "requests": [request_line(one) for one in found.requests],
        "remarks": [
            {
                "id": one.pk,
                "text": one.text,
                "is_public": one.is_public,
                "author": one.author,
                "status": one.status,
                "at": one.at,
            }
            for one in found.remarks
        ],
        "acts": [
            {
                "act": name,
                "label": translate(button.act.label),
                "here": button.here,
                "why_not": translate(button.why) if button.why else None,
            }
            for name, button in found.buttons.items()
        ],
        "timeline": [_happening(one) for one in found.timeline],
    }


def _photo(one: Shown) -> dict[str, Any]:
    return {
        "evidence": one.evidence,
        "stage": one.stage,
        "name": one.name,
        "media_type": one.media_type,
        "taken_at": one.taken_at,
        "at": one.at,
    }


def request_line(one: Any) -> dict[str, Any]:
    """A request as answers show it."""
    return {
        "id": one.pk,
        "case": one.case_id,
        "ask": one.ask,
        "reason": one.reason,
        "limit": one.limit,
        "limit_unit": one.limit_unit,
        "asked_at": one.asked_at,
        "decision": one.decision,
        "decided_at": one.decided_at,
        "answer": one.answer,
    }


def _happening(one: Happening) -> dict[str, Any]:
    return {
        "id": one.id,
        "at": one.at,
        "who": one.who,
        "title": translate(one.title),
        "action": one.action,
        "label": translate(one.label),
        "data": one.data,
    }


@router.get("/{case}/timeline", response=Timeline)
def timeline(request: HttpRequest, case: UUID) -> HttpResponse:
    """What happened to a case, oldest first."""
    user = acting(request)
    found = one_case(case, user=user)
    return answer({"rows": [_happening(one) for one in history_of(found, user=user)]})


@router.post("", response=Reported)
def report(request: HttpRequest, body: Reporting) -> HttpResponse:
    """Report a problem. Sent again with the same id, it is the same case."""
    user, id = acting(request), id_of(request, body)
    entry = actions.report_case(
        case=body.case or derived_id(id, "case"),
        source=body.source,
        text=body.text,
        category=body.category,
        region=body.region or "",
        lng=body.lng,
        lat=body.lat,
        crs=body.crs,
        address=body.address,
        place=body.place,
        attributes=body.attributes,
        evidence=body.evidence,
        by=user,
        at=now(),
        id=id,
    )
    return told(entry, case=entry.subject, number=entry.data["number"])
