"""Around the cases: what words suggest, the map's clusters, the ledger of requests."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from wangge.cases.queries.clusters import Box
from wangge.cases.queries.clusters import clusters as clustered
from wangge.cases.queries.requests import ledger
from wangge.cases.queries.suggesting import suggest as suggested
from wangge.cases.rules import Ask
from wangge.gateways.api.web.routes.case_out import Nearby, RequestOut
from wangge.gateways.api.web.routes.cases import Wanted, near_lines, request_line, sought
from wangge.gateways.api.web.routes.places import Features
from wangge.gateways.api.web.types import After, Lat, Lng, Name, Size
from wangge.gateways.api.web.writing import answer
from wangge.kernel.clock import now
from wangge.kernel.geo import Crs, point
from wangge.kernel.pages import translate
from wangge.people.asking import acting

router = Router(tags=["Cases"])


class SuggestionOut(BaseModel):
    """A category that may fit."""

    category: UUID
    name: str
    confidence: float = Field(description="From 0 to 1: how often such a guess is right.")


class Suggestions(BaseModel):
    """The likeliest first; a person chooses."""

    rows: list[SuggestionOut]


class LedgerLine(RequestOut):
    """A request with its case."""

    number: str
    by: str = Field(description="Title of the post that asked.")
    decided_by: str
    why_not: str | None = Field(description="Why you can't decide it; null: you can.")


class LedgerOut(BaseModel):
    """A page of requests, newest first."""

    rows: list[LedgerLine]
    following: str


class View(BaseModel):
    """The part of the earth that a map shows, in WGS-84."""

    west: Lng
    south: Lat
    east: Lng
    north: Lat
    zoom: float = Field(14, ge=0, le=24, allow_inf_nan=False)


@router.get("/cases/near", response=Nearby)
def near(
    request: HttpRequest,
    lng: Lng,
    lat: Lat,
    crs: Crs = Crs.WGS84,
    category: UUID | None = None,
    text: Name = "",
) -> HttpResponse:
    """Cases near a position that may be the same problem. Nothing is merged by itself."""
    x, y = point(lng, lat, crs)
    return answer({"rows": near_lines(x, y, category, text, acting(request), now())})


@router.get("/cases/suggest", response=Suggestions)
def suggest(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=2000)],
    limit: Annotated[int, Query(ge=1, le=10)] = 3,
) -> HttpResponse:
    """Categories that a few words suggest. None is applied by itself."""
    acting(request)
    lines = [
        {"category": one.category, "name": one.name, "confidence": round(one.confidence, 3)}
        for one in suggested(text, limit=limit)
    ]
    return answer({"rows": lines})


@router.get("/cases/clusters", response=Features)
def clusters(request: HttpRequest, wanted: Query[Wanted], view: Query[View]) -> HttpResponse:
    """The cases of a map's view as GeoJSON: clusters with their number, single cases as points."""
    box = Box(view.west, view.south, view.east, view.north)
    found = clustered(
        user=acting(request), sought=sought(wanted), box=box, zoom=view.zoom, at=now()
    )
    return answer(found)


@router.get("/requests", response=LedgerOut)
def requests(
    request: HttpRequest,
    decided: bool = False,
    ask: Ask | None = None,
    after: After = "",
    size: Size = 50,
) -> HttpResponse:
    """What was asked of the office about cases: what waits, or what is decided."""
    found = ledger(user=acting(request), at=now(), decided=decided, ask=ask, after=after, size=size)
    lines: list[dict[str, Any]] = [
        {
            **request_line(one.request),
            "number": one.case.number,
            "by": one.by,
            "decided_by": one.decided_by,
            "why_not": translate(one.why) if one.why else None,
        }
        for one in found.lines
    ]
    return answer({"rows": lines, "following": found.following})
