"""How many cases wait where, counted no further than a person wants to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet, Value

from wangge.cases.models import Case, Request
from wangge.cases.queries.sought import IsOpen, Looked, lit
from wangge.cases.rules import OPEN, Decision, Light
from wangge.cases.rules.queues import STAGES_OF, Queue
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.queries import within

K = TypeVar("K")
Rows = Sequence[QuerySet[Any]]
"""Rows in parts of which none has what another has; they are counted one by one."""
MOST = 1000
"""Counted up to here; beyond it “1000+” says enough, and an index need not be read to its end."""
MOST_FOUND = 200
"""What a filter leaves isn't found by one index alone, so it is counted less far."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that was counted up to a bound; ``more`` says that there are more."""

    number: int
    more: bool

    def __str__(self) -> str:
        return f"{self.number}+" if self.more else str(self.number)

    def __bool__(self) -> bool:
        return bool(self.number)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases stand in each queue and light of one's area; ``found`` are in this list."""

    queues: dict[Queue, Counted]
    lights: dict[Light, Counted]
    found: Counted


def counts_of(user: Acting, listed: Rows, at: datetime) -> Counts:
    """The tabs' numbers and that of a list, in one query."""
    mine = _mine(user)

    def each(*conditions: Any) -> Rows:
        return [rows.filter(*conditions) for rows in mine]

    wanted: dict[Queue | Light | str, Rows] = {
        queue: each(Q(stage__in=[stage.value for stage in stages]))
        for queue, stages in STAGES_OF.items()
        if stages and queue not in (Queue.OPEN, Queue.ENDED)
    }
    waiting = Q(decision=Decision.WAITING.value)
    wanted[Queue.REQUESTS] = [requests_of(user).filter(waiting)]
    is_open = _is_open(user)
    wanted[Queue.OPEN] = each(is_open)
    for light in (Light.RED, Light.YELLOW):
        wanted[light] = each(is_open, lit(light, at))
    wanted["found"] = listed
    counted = bounded(wanted, {"found": MOST_FOUND})
    return Counts(
        queues={key: value for key, value in counted.items() if isinstance(key, Queue)},
        lights={key: value for key, value in counted.items() if isinstance(key, Light)},
        found=counted["found"],
    )


def _mine(user: Acting) -> Rows:
    """The cases of ``mine_of`` in parts that an index each answers."""
    if user.kind not in OWN_UNIT_ONLY:
        return [within(Case.objects.all(), user)]
    seen = within(Case.objects.alias(_region=Looked("region")), user, "_region")
    return [
        seen.filter(unit=user.unit),
        seen.filter(account=user.account).exclude(unit=user.unit),
    ]


def _is_open(user: Acting) -> Any:
    """Said so that the index answers which leads: that of an area's lights, or of a unit."""
    return _OPEN_STAGES if user.kind in OWN_UNIT_ONLY else IsOpen()


_OPEN_STAGES = Q(stage__in=[stage.value for stage in OPEN])


def requests_of(user: Acting) -> QuerySet[Request]:
    """Requests in somebody's area; a unit's are those about its own cases and reports."""
    rows = within(Request.objects.all(), user)
    if user.kind in OWN_UNIT_ONLY:
        rows = rows.filter(Q(case__unit=user.unit) | Q(case__account=user.account))
    return rows


def bounded(wanted: Mapping[K, Rows], most: Mapping[K, int] | None = None) -> dict[K, Counted]:
    """How many rows there are of each, counted up to :data:`MOST`, all in one question."""
    bounds = {key: (most or {}).get(key, MOST) for key in wanted}
    sums: list[str] = []
    values: list[Any] = []
    keys: list[K] = []
    for key, parts in wanted.items():
        for rows in parts:
            # A constant instead of the key: then an index alone answers.
            few = rows.values_list(Value(1))[: bounds[key] + 1]
            try:
                sql, params = few.query.sql_with_params()
            except EmptyResultSet:
                continue
            sums.append(f"(SELECT COUNT(*) FROM ({sql}) AS counted)")  # noqa: S608
            values += params
            keys.append(key)
    found = dict.fromkeys(wanted, 0)
    if sums:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(sums)}", values)
            for key, number in zip(keys, cursor.fetchone(), strict=True):
                found[key] += number
    return {
        key: Counted(min(number, bounds[key]), number > bounds[key])
        for key, number in found.items()
    }
