"""What the public sees of cases: no words, no photos, no exact position, no person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from wangge.cases.models import Case
from wangge.cases.rules import OPEN, Stage
from wangge.kernel.clock import day_of
from wangge.kernel.pages import Page, page_of
from wangge.places.queries import names, under
from wangge.portal.queries.ground import office
from wangge.portal.rules import PLAIN, RECENT, rough

PAGE = 20
ON_MAP = 300
"""Cases on the map, the newest: a cheap phone draws no more in good time."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A case as anybody may see it. ``where`` is the community; ``days`` since it was reported."""

    number: str
    category: str
    category_en: str
    stage: str
    is_open: bool
    where: str
    days: int
    lng: float | None
    lat: float | None


@dataclass(frozen=True, slots=True)
class Spots:
    """A page of the list, newest first."""

    rows: list[Spot]
    following: str


def nearby(*, at: datetime, after: str = "", only_open: bool = False) -> Spots:
    """Open and lately closed cases of the office's area, newest first, a page at a time."""
    page: Page[Case] = page_of(_public(at, only_open), after, PAGE)
    return Spots(_spots(page.rows, at), page.following)


def on_map(*, at: datetime, only_open: bool = False) -> list[Spot]:
    """The newest of them that have a position."""
    rows = _public(at, only_open).filter(lng__isnull=False).order_by("-pk")
    return _spots(list(rows[:ON_MAP]), at)


def _public(at: datetime, only_open: bool) -> QuerySet[Case]:
    """Cases of categories that residents are offered, and those that have none yet."""
    seen = Q(stage__in=[stage.value for stage in OPEN])
    if not only_open:
        seen |= Q(stage=Stage.CLOSED.value, closed_at__gte=at - RECENT)
    rows = Case.objects.filter(seen).filter(under(office().code))
    rows = rows.filter(Q(category__isnull=True) | Q(category__is_public=True))
    return rows.select_related("category").only(
        "number", "stage", "region", "reported_at", "lng", "lat",
        "category__name", "category__public_name", "category__name_en",
    )  # fmt: skip


def _spots(rows: list[Case], at: datetime) -> list[Spot]:
    named: dict[str, Any] = names(row.region[:12] for row in rows)
    return [spot_of(row, at, named.get(row.region[:12], "")) for row in rows]


def spot_of(case: Case, at: datetime, where: str = "") -> Spot:
    """One case as anybody may see it."""
    category = case.category
    stage = Stage(case.stage)
    return Spot(
        number=case.number,
        category=(category.public_name or category.name) if category else "",
        category_en=category.name_en if category else "",
        stage=PLAIN[stage],
        is_open=stage in OPEN,
        where=where,
        days=max(0, (day_of(at) - day_of(case.reported_at)).days),
        lng=None if case.lng is None else rough(case.lng),
        lat=None if case.lat is None else rough(case.lat),
    )
