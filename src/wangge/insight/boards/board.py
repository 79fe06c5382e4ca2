"""What the board shows: coverage, what is late, totals, trend, ranking."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from wangge.campaigns import queries as campaigns
from wangge.campaigns.models import Programme, Round, Task
from wangge.campaigns.queries import Matrix
from wangge.campaigns.queries.coverage import Row
from wangge.insight.boards.snapshot import Snapshots
from wangge.insight.figures import REPORTED, Answer, ask, programme_named, scope_of
from wangge.insight.figures.asking import Named
from wangge.insight.figures.trend import weekly
from wangge.kernel.clock import day_of
from wangge.people.rules import OWN_UNIT_ONLY, Acting

TILES = (
    "tasks_made",
    "tasks_covered",
    "tasks_waiting",
    "tasks_late",
    "records_confirmed",
    "drafts_waiting",
    "messages_open",
)
"""Figures of the week that stand on top."""

CASE_TILES = (
    "cases_reported",
    "cases_closed",
    "cases_open",
    "cases_late",
    "cases_recurring",
    "case_on_time_rate",
)
"""Figures of cases of the week; those open and late as things stand."""

LATE_SHOWN = 10
RANKED = 8
"""Grids shown from the weak end; the whole list is a page of its own."""


@dataclass(frozen=True, slots=True)
class Week:
    """The week that is shown and its neighbours; ``on`` is its last day that counts."""

    round: Round
    before: Round | None
    after: Round | None
    on: date


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """One week of the trend: coverage in per cent (None without tasks) and records confirmed."""

    round: UUID
    number: int
    starts_on: date
    coverage: Decimal | None
    records: int


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a ranking. ``rank`` is 0 for what has no tasks and so stays out of it."""

    rank: int
    row: Row


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board as of ``at``. ``week`` is None before the first round.

    ``drawn`` keeps what pages made of it, by language: as good as the board for as long.
    """

    programme: Programme
    at: datetime
    week: Week | None
    matrix: Matrix | None
    tiles: dict[str, Answer]
    to_date: dict[str, Answer]
    this_week: dict[str, Answer]
    late: list[Task]
    trend: list[WeekPoint]
    communities: list[Place]
    grids: list[Place]
    grid_count: int
    cases: dict[str, Answer]
    drawn: dict[str, str] = field(default_factory=dict, compare=False, repr=False)


_kept: Snapshots[Board] = Snapshots()


def board(
    *, user: Acting, programme: Named, at: datetime, on: date | None = None, fresh: bool = False
) -> Board:
    """The board of the week around a day (today's without ``on``), within somebody's area.

    Kept for everybody who sees the same and asks again while nothing happened; ``fresh`` skips
    that. Raises what :func:`insight.figures.ask` raises.
    """
    plan = programme_named(programme, user)
    day = on or day_of(at)
    if fresh:
        return _made(user, plan, day, at)
    # A company sees its own unit's work; so does a handler of cases, and both their own reports.
    own = (user.unit, user.account, user.kind) if user.kind in OWN_UNIT_ONLY else None
    key = (user.region, own, plan.pk, day)
    return _kept.get(key, at, lambda: _made(user, plan, day, at))


def _made(user: Acting, plan: Programme, day: date, at: datetime) -> Board:
    week = week_on(plan, day)
    until = week.on if week else day
    asked: dict[str, Any] = {"user": user, "programme": plan, "until": until}
    since = week.round.starts_on if week else until
    matrix = campaigns.matrix(round=week.round.pk, user=user) if week else None
    grids = campaigns.by_grid(round=week.round.pk, user=user) if week else []
    return Board(
        programme=plan,
        at=at,
        week=week,
        matrix=matrix,
        tiles=ask([*TILES, "coverage_rate"], since=since, **asked),
        to_date=ask(REPORTED, **asked),
        this_week=ask(REPORTED, since=since, **asked),
        late=campaigns.late(user=user, today=until, limit=LATE_SHOWN),
        trend=_trend(user, plan, until),
        communities=ranked([row for row in matrix.rows if row.code] if matrix else []),
        grids=_weakest(grids),
        grid_count=len(grids),
        cases=ask(CASE_TILES, since=since, **asked),
    )


def week_on(plan: Programme, day: date) -> Week | None:
    """The last round begun by a day, and its neighbours."""
    rounds = list(plan.rounds.order_by("starts_on"))
    begun = [one for one in rounds if one.starts_on <= day]
    if not begun:
        return None
    place = len(begun) - 1
    after = rounds[place + 1] if place + 1 < len(rounds) else None
    shown = begun[-1]
    return Week(shown, begun[-2] if place else None, after, min(day, shown.ends_on))


def _trend(user: Acting, plan: Programme, until: date) -> list[WeekPoint]:
    scope, _ = scope_of(plan, user=user, until=until)
    records = weekly("records_confirmed", scope)
    history = campaigns.history(programme=plan.pk, user=user)
    points = []
    for week in reversed(history.weeks):
        monday = cast(date, week.starts_on)
        if monday <= until:
            count = records.get(monday, 0)
            points.append(WeekPoint(week.id, week.number, monday, week.total.share, count))
    return points


def ranked(rows: Sequence[Row]) -> list[Place]:
    """Areas by coverage, the best first; equal ones share a rank, empty ones have none."""
    counted = sorted(
        (row for row in rows if row.total.share is not None),
        key=lambda row: (-(row.total.share or 0), row.code),
    )
    places: list[Place] = []
    for position, row in enumerate(counted, 1):
        same = places and places[-1].row.total.share == row.total.share
        places.append(Place(places[-1].rank if same else position, row))
    return places + [Place(0, row) for row in rows if row.total.share is None]


def _weakest(rows: Sequence[Row]) -> list[Place]:
    places = [place for place in ranked(rows) if place.rank]
    return list(reversed(places))[:RANKED]
