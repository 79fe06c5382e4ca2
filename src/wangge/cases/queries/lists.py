"""Lists of cases for the office: a page at a time, how many wait where, plain rows for the API.

A page costs the same few queries whatever its length, and nearly the same time among ten thousand
cases as among a million (:mod:`wangge.cases.queries.sought`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left

from wangge.cases.models import Case, Request
from wangge.cases.queries.cases import mine_of
from wangge.cases.queries.counts import Counts, counts_of
from wangge.cases.queries.sought import Cut, Order, Sought, cut
from wangge.cases.rules import (
    OPEN,
    Act,
    Ask,
    CaseFacts,
    Decision,
    Light,
    Severity,
    Source,
    Stage,
    why_not,
)
from wangge.cases.rules.limits import light_of
from wangge.cases.rules.phases import lasting, time_left
from wangge.cases.rules.queues import NEXT
from wangge.kernel.pages import PAGE_SIZE
from wangge.kernel.words import Said
from wangge.people.rules import Acting, PostKind
from wangge.places.queries import names

K = TypeVar("K")
SNIPPET = 80
"""Characters of a description that a row shows."""


COLUMN: dict[Order, str | None] = {
    Order.NEW: None,
    Order.LATE: "due_at",
    Order.REPORTED: "reported_at",
}
"""The column that an order goes by before the id."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list. ``next`` is what this post may do now, ``awaits`` what is due at all."""

    id: UUID
    number: str
    stage: Stage
    source: Source
    severity: Severity
    category: str
    unit: str
    region: str
    where: str
    address: str
    text: str
    reported_at: datetime
    due_at: datetime | None
    light: Light
    left: Said | None
    age: Said
    awaits: Act | None
    next: Act | None
    asked: Ask | None
    supervised: bool
    recurs: bool
    reworks: int
    urges: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """A stretch of a list; ``following`` asks for the next one and is empty at the end."""

    rows: list[Row]
    following: str
    order: Order
    counts: Counts | None = None


_COLUMNS = (
    "pk", "number", "stage", "source", "severity", "region", "address", "reported_at", "due_at",
    "yellow_at", "account_id", "unit_id", "handled_account", "handled_unit", "handled_kind",
    "extensions", "supervised_at", "answered_at", "recurs_id", "reworks", "urges", "reopened",
)  # fmt: skip


def cases_listed(
    *,
    user: Acting,
    sought: Sought,
    at: datetime,
    after: str = "",
    size: int = PAGE_SIZE,
    order: Order = Order.NEW,
    counted: bool = True,
) -> CasePage:
    """A page of the cases that somebody may see and asked for, with what each waits for.

    ``after`` is the ``following`` of the page before; one that can't be read starts from the top.
    At most five queries; without ``counted`` the numbers on the tabs are left out.
    """
    chosen = cut(user=user, sought=sought, at=at, order=order)
    found, following = stretch(
        chosen,
        after,
        size,
        *_COLUMNS,
        category_name=F("category__name"),
        unit_name=F("unit__name"),
        snippet=Left("text", SNIPPET),
    )
    waiting = _waiting([row["pk"] for row in found])
    where = names({part for row in found for part in (row["region"], row["region"][:12])})
    ordered = [_beyond(part, chosen.order, None) for part in chosen.parts]
    counts = counts_of(user, ordered, at) if counted else None
    shown = [_row(row, user, at, waiting.get(row["pk"]), where) for row in found]
    return CasePage(shown, following, chosen.order, counts)


def listed_values(
    *,
    user: Acting,
    sought: Sought,
    at: datetime,
    after: str = "",
    size: int = PAGE_SIZE,
    order: Order = Order.NEW,
) -> tuple[list[dict[str, Any]], str]:
    """Rows as plain values for the API, and the key of the next page. One query, two with words."""
    chosen = cut(user=user, sought=sought, at=at, order=order)
    found, following = stretch(
        chosen, after, size,
        "pk", "number", "stage", "source", "severity", "region", "address", "lng", "lat", "text",
        "reported_at", "updated_at", "stage_at", "due_at", "yellow_at", "filed_at",
        "dispatched_at", "handled_at", "verified_at", "closed_at", "supervised_at", "reworks",
        "urges", "reopened", "resolution", "satisfaction", "parent_id", "merged_into_id",
        "recurs_id", "category_id", "unit_id", category_code=F("category__code"),
        category_name=F("category__name"), unit_name=F("unit__name"),
    )  # fmt: skip
    for row in found:
        row["id"] = row.pop("pk")
        is_open = row["stage"] in _OPEN
        light = light_of(at, row["yellow_at"], row["due_at"]) if is_open else Light.NONE
        row["light"] = light.value
    return found, following


_OPEN = frozenset(stage.value for stage in OPEN)


def stretch(
    chosen: Cut, after: str, size: int, *columns: str, **named: Any
) -> tuple[list[dict[str, Any]], str]:
    """The rows after a key, with some columns, and the key to go on with.

    ``columns`` hold ``pk`` and what the order goes by. One query for each part of the cut.
    """
    column = COLUMN[chosen.order]
    last = _key(after, column is not None)
    found: list[dict[str, Any]] = []
    for part in chosen.parts:
        rows = _beyond(part, chosen.order, last).values(*columns, **named)
        found += rows[: size + 1]
    if len(chosen.parts) > 1:
        newest_first = chosen.order is not Order.LATE
        found.sort(key=lambda row: (row[column or "pk"], row["pk"]), reverse=newest_first)
    if len(found) <= size:
        return found, ""
    end = found[size - 1]
    start = f"{end[column].isoformat()}~" if column else ""
    return found[:size], f"{start}{end['pk']}"


def _beyond(
    rows: QuerySet[Case], order: Order, last: tuple[datetime | None, UUID] | None
) -> QuerySet[Case]:
    """Rows in their order, from behind the last one seen."""
    column = COLUMN[order]
    if column is None:
        rows = rows.order_by("-pk")
        return rows.filter(pk__lt=last[1]) if last else rows
    sign, beyond = ("", "gt") if order is Order.LATE else ("-", "lt")
    rows = rows.order_by(f"{sign}{column}", f"{sign}pk")
    if last is None:
        return rows
    return rows.filter(
        Q(**{f"{column}__{beyond}": last[0]}) | Q(**{column: last[0], f"pk__{beyond}": last[1]}),
        # Said once more, alone, so that the index is entered here and not at its start.
        **{f"{column}__{beyond}e": last[0]},
    )


def _key(after: str, dated: bool) -> tuple[datetime | None, UUID] | None:
    """What ``following`` said; None for what somebody made up."""
    instant, _, id = after.rpartition("~")
    if bool(instant) is not dated:
        return None
    try:
        when = datetime.fromisoformat(instant) if dated else None
        if when is not None and (when.tzinfo is None or not 1970 <= when.year <= 2200):
            return None
        return when, UUID(id)
    except ValueError:
        return None


def _waiting(ids: list[UUID]) -> dict[UUID, tuple[str, UUID | None]]:
    rows = Request.objects.filter(case__in=ids, decision=Decision.WAITING.value)
    return {case: (ask, by) for case, ask, by in rows.values_list("case", "ask", "asked_account")}


def _row(
    row: dict[str, Any],
    user: Acting,
    at: datetime,
    waiting: tuple[str, UUID | None] | None,
    where: dict[str, str],
) -> Row:
    stage = Stage(row["stage"])
    open_now = stage in OPEN
    facts = _facts(row, waiting)
    region = row["region"]
    return Row(
        id=row["pk"],
        number=row["number"],
        stage=stage,
        source=Source(row["source"]),
        severity=Severity(row["severity"]),
        category=row["category_name"] or "",
        unit=row["unit_name"] or "",
        region=region,
        where=where.get(region) or where.get(region[:12], ""),
        address=row["address"],
        text=row["snippet"],
        reported_at=row["reported_at"],
        due_at=row["due_at"] if open_now else None,
        light=light_of(at, row["yellow_at"], row["due_at"]) if open_now else Light.NONE,
        left=time_left(row["due_at"], at) if open_now else None,
        age=lasting(at - row["reported_at"]),
        awaits=NEXT.get(stage),
        next=_next(facts, user),
        asked=facts.asked,
        supervised=facts.supervised,
        recurs=row["recurs_id"] is not None,
        reworks=row["reworks"],
        urges=row["urges"],
    )


def _facts(row: dict[str, Any], waiting: tuple[str, UUID | None] | None) -> CaseFacts:
    return CaseFacts(
        stage=Stage(row["stage"]),
        region=row["region"],
        unit=row["unit_id"],
        reporter=row["account_id"],
        handled_unit=row["handled_unit"],
        handled_account=row["handled_account"],
        handled_kind=PostKind(row["handled_kind"]) if row["handled_kind"] else None,
        asked=Ask(waiting[0]) if waiting else None,
        asked_account=waiting[1] if waiting else None,
        extensions=row["extensions"],
        supervised=row["supervised_at"] is not None and row["answered_at"] is None,
        reopened=row["reopened"],
    )


def _next(facts: CaseFacts, user: Acting) -> Act | None:
    """What this post may do now: decide what was asked, else the next step."""
    if facts.asked is not None and why_not(Act.GRANT, facts, user) is None:
        return Act.GRANT
    act = NEXT.get(facts.stage)
    return act if act is not None and why_not(act, facts, user) is None else None


@dataclass(frozen=True, slots=True)
class Named:
    """A case in a sentence about several of them."""

    id: UUID
    number: str
    stage: Stage
    category: str
    address: str


def numbers_of(ids: list[UUID], *, user: Acting) -> dict[UUID, Named]:
    """Which cases these are, as far as somebody may see them."""
    rows = mine_of(Case.objects.filter(pk__in=ids), user)
    found = rows.values_list("pk", "number", "stage", "category__name", "address")
    return {
        id: Named(id, number, Stage(stage), category or "", address)
        for id, number, stage, category, address in found
    }
