"""Cases that look alike near a position, and the history of a spot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.cases.models import Case, Category
from wangge.cases.queries.cases import mine_of
from wangge.cases.rules import ENDED, OPEN, Stage
from wangge.cases.rules.grams import grams_of
from wangge.cases.rules.near import (
    RECURS_WITHIN,
    RECURS_WITHIN_M,
    box_around,
    likeness,
    metres_between,
)
from wangge.people.rules import Acting

RADIUS_M = 50
WINDOW = timedelta(days=30)
"""What is near where the category isn't known yet."""
ENOUGH = 200
"""Cases of a box that are ranked, newest first; a crowded box has its look-alikes among these."""
HISTORY = 20


@dataclass(frozen=True, slots=True)
class Near:
    """A case that looks alike: how far away it lies and how alike it is, from 0 to 1."""

    case: Case
    metres: float
    score: float


def near(
    *,
    lng: float,
    lat: float,
    category: UUID | None,
    text: str = "",
    at: datetime,
    limit: int = 5,
    user: Acting | None = None,
    but: UUID | None = None,
) -> list[Near]:
    """Cases around a WGS-84 position that may be the same problem, the likeliest first.

    Within the category's radius and window; without a category anything near is compared. Without
    a ``user`` it is the public's view: open cases only. Shown, never merged by itself. ``but``
    leaves out the case that is compared. Two queries.
    """
    wanted = Category.objects.filter(pk=category).first() if category else None
    radius = wanted.radius_m if wanted else RADIUS_M
    window = timedelta(days=wanted.window_days) if wanted else WINDOW
    rows = _around(lng, lat, radius).filter(reported_at__gte=at - window)
    rows = mine_of(rows, user) if user else rows.filter(stage__in=[s.value for s in OPEN])
    rows = rows.exclude(stage__in=[Stage.MERGED.value, Stage.REFUSED.value, Stage.VOID.value])
    if wanted is not None:
        rows = rows.filter(
            Q(category=wanted) | Q(category__class_code=wanted.class_code) | Q(category=None)
        )
    if but is not None:
        rows = rows.exclude(pk=but)
    found = rows.select_related("category", "unit").order_by("-pk")[:ENOUGH]
    return _ranked(found, lng, lat, radius, window, wanted, text, at)[:limit]


def _around(lng: float, lat: float, metres: float) -> QuerySet[Case]:
    west, south, east, north = box_around(lng, lat, metres)
    return Case.objects.filter(lat__range=(south, north), lng__range=(west, east))


def _ranked(
    rows: Iterable[Case],
    lng: float,
    lat: float,
    radius: float,
    window: timedelta,
    wanted: Category | None,
    text: str,
    at: datetime,
) -> list[Near]:
    words = grams_of(text).split()
    found = []
    for case in rows:
        metres = metres_between(lng, lat, case.lng or 0.0, case.lat or 0.0)
        if metres > radius:
            continue
        score = likeness(
            metres=metres,
            radius=radius,
            same_category=wanted is not None and case.category_id == wanted.pk,
            same_class=wanted is not None
            and case.category is not None
            and case.category.class_code == wanted.class_code,
            age=at - case.reported_at,
            window=window,
            words=words,
            other_words=grams_of(case.text).split(),
        )
        found.append(Near(case, metres, score))
    return sorted(found, key=lambda one: (-one.score, one.metres, one.case.number))


def earlier_at(case: Case, at: datetime) -> Case | None:
    """The last closed case that this one repeats (屡治屡犯), or None."""
    rows = _same_spot(case).filter(stage=Stage.CLOSED.value, closed_at__gte=at - RECURS_WITHIN)
    return next(iter(_within_reach(case, rows.order_by("-closed_at")[:ENOUGH])), None)


def recurrence(case: Case, *, user: Acting) -> list[Case]:
    """What was reported at the same spot before and after, newest first."""
    ended = [stage.value for stage in ENDED if stage is not Stage.CLOSED]
    rows = mine_of(_same_spot(case), user).exclude(stage__in=ended).exclude(pk=case.pk)
    rows = rows.select_related("category", "unit").order_by("-pk")
    return list(_within_reach(case, rows[:ENOUGH]))[:HISTORY]


def _same_spot(case: Case) -> QuerySet[Case]:
    spot = Q(pk=None)
    if case.place_id:
        spot |= Q(place=case.place_id)
    if case.lng is not None and case.lat is not None:
        west, south, east, north = box_around(case.lng, case.lat, RECURS_WITHIN_M)
        spot |= Q(lat__range=(south, north), lng__range=(west, east))
    return Case.objects.filter(spot, category=case.category_id).exclude(pk=case.pk)


def _within_reach(case: Case, rows: Iterable[Case]) -> Iterable[Case]:
    for other in rows:
        if case.place_id and other.place_id == case.place_id:
            yield other
        elif None not in (case.lng, case.lat, other.lng, other.lat):
            metres = metres_between(case.lng or 0, case.lat or 0, other.lng or 0, other.lat or 0)
            if metres <= RECURS_WITHIN_M:
                yield other
