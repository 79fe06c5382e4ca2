"""The ledger of requests about cases: what waits for a decision, what was decided, how often."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from wangge.cases.models import Case, Request
from wangge.cases.queries.cases import facts_of, mine_of
from wangge.cases.queries.counts import Counted, bounded, requests_of
from wangge.cases.rules import Act, Ask, Decision, LimitUnit, why_not
from wangge.kernel.pages import PAGE_SIZE, page_of
from wangge.kernel.words import Said, plain
from wangge.people.models import Post
from wangge.people.rules import Acting

LATELY = timedelta(days=30)
"""The span over which shares are counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request with its case. ``wanted`` is the time asked for, ``why`` is against deciding."""

    request: Request
    case: Case
    ask: Ask
    decision: Decision
    wanted: str
    unit: str
    by: str
    decided_by: str
    why: Said | None


@dataclass(frozen=True, slots=True)
class Share:
    """How often one thing was asked lately, how often granted, and of how many filed cases."""

    ask: Ask
    asked: int
    granted: int
    cases: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """A stretch of the ledger, how many wait, and the shares of the last 30 days."""

    lines: list[Line]
    following: str
    waiting: Counted
    decided: Counted
    shares: list[Share]


def ledger(
    *,
    user: Acting,
    at: datetime,
    decided: bool = False,
    ask: Ask | None = None,
    after: str = "",
    size: int = PAGE_SIZE,
) -> Ledger:
    """Requests in somebody's area, newest first: those that wait, or those that are decided."""
    mine = requests_of(user)
    waits = Q(decision=Decision.WAITING.value)
    counted = bounded({"waiting": [mine.filter(waits)], "decided": [mine.filter(~waits)]})
    rows = mine.filter(~waits if decided else waits)
    if ask is not None:
        rows = rows.filter(ask=ask.value)
    page = page_of(rows.select_related("case__category", "case__unit"), after, size)
    return Ledger(
        _lines(page.rows, user),
        page.following,
        counted["waiting"],
        counted["decided"],
        _shares(mine, user, at),
    )


def _lines(rows: list[Request], user: Acting) -> list[Line]:
    wanted: set[UUID] = {
        post for row in rows for post in (row.asked_by, row.decided_by) if post is not None
    }
    titles = dict(Post.objects.filter(pk__in=wanted).values_list("pk", "title"))
    return [
        Line(
            request=row,
            case=row.case,
            ask=Ask(row.ask),
            decision=Decision(row.decision),
            wanted="" if row.limit is None else plain(row.limit),
            unit=LimitUnit(row.limit_unit).label,
            by=titles.get(row.asked_by, "") if row.asked_by else "",
            decided_by=titles.get(row.decided_by, "") if row.decided_by else "",
            why=_why(row, user),
        )
        for row in rows
    ]


def _why(row: Request, user: Acting) -> Said | None:
    waiting = row if row.decision == Decision.WAITING.value else None
    return why_not(Act.GRANT, facts_of(row.case, waiting), user)


def _shares(mine: QuerySet[Request], user: Acting, at: datetime) -> list[Share]:
    lately = mine.filter(asked_at__gte=at - LATELY, asked_at__lte=at).order_by()
    granted = Count("pk", filter=Q(decision=Decision.GRANTED.value))
    found = {
        ask: (asked, yes)
        for ask, asked, yes in lately.values("ask")
        .annotate(asked=Count("pk"), granted=granted)
        .values_list("ask", "asked", "granted")
    }
    cases = mine_of(Case.objects.all(), user).filter(
        reported_at__gte=at - LATELY, reported_at__lte=at, filed_at__isnull=False
    )
    number = cases.count()
    return [Share(ask, *found.get(ask.value, (0, 0)), number) for ask in Ask]
