"""What a list of cases is cut to, and how a database of a million cases finds it quickly.

A list is read in the order of an index, newest or most urgent first, and stops after a page. Which
index that is, decides how long it takes. PostgreSQL chooses by its statistics; SQLite has none
unless told to gather them, so the one condition that leads is left to its indexes here and the
others are kept from them (:class:`Looked`).
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Func, Q, QuerySet, UUIDField

from wangge.cases.models import Case, Category, Request
from wangge.cases.queries.cases import mine_of
from wangge.cases.queries.search import Found, found
from wangge.cases.rules import OPEN, Decision, Light, Severity, Source, Stage
from wangge.kernel.choices import Choice
from wangge.kernel.clock import start_of
from wangge.kernel.words import N_
from wangge.people.rules import Acting
from wangge.places.queries import under

GRID_LENGTH = 15
NARROW = timedelta(days=40)
"""A span of days short enough to lead; a longer one leaves too much to be sorted by."""


class Order(Choice):
    """In what order a list stands. Which days were asked for may turn ``NEW`` into ``REPORTED``."""

    NEW = "new", N_("Newest first")
    LATE = "late", N_("Most urgent first")
    REPORTED = "reported", N_("Latest reported first")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list is cut to; empty values cut nothing.

    ``region`` is a code prefix, ``class_code`` a class of categories, ``since`` and ``until`` are
    days of reporting, both included. ``late`` keeps open cases past their limit, ``requested``
    those with a request that waits, ``no_unit`` those nobody answers for yet, ``reported`` one's
    own reports.
    """

    stages: tuple[Stage, ...] = ()
    light: Light | None = None
    source: Source | None = None
    category: UUID | None = None
    class_code: str = ""
    region: str = ""
    unit: UUID | None = None
    severity: Severity | None = None
    since: date | None = None
    until: date | None = None
    text: str = ""
    origin: str = ""
    supervised: bool = False
    recurring: bool = False
    reworked: bool = False
    requested: bool = False
    no_unit: bool = False
    late: bool = False
    reported: bool = False

    @property
    def is_open(self) -> bool:
        """Whether only open cases can be meant."""
        return bool(self.stages) and set(self.stages) <= set(OPEN)


class Looked(Func):
    """A column that is looked at in each row instead of by index, on SQLite."""

    arity = 1
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **extra)


class Within(Func):
    """``column IN (…)`` with the values written out, as the condition of a partial index stands.

    SQLite compares the two word for word, so values sent apart from the query would hide it.
    """

    arity = 1
    output_field = BooleanField()

    def __init__(self, column: str, values: tuple[Stage, ...]) -> None:
        written = ", ".join(f"'{value.value}'" for value in values)
        super().__init__(column, template=f"%(expressions)s IN ({written})")


def is_open() -> Within:
    """The condition of the partial indexes over open cases."""
    return Within("stage", OPEN)


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows that a list may show, in the order in which they are paged."""

    rows: QuerySet[Case]
    order: Order


def cut(*, user: Acting, sought: Sought, at: datetime, order: Order = Order.NEW) -> Cut:
    """The cases that somebody may see and asked for. One query where words were given."""
    sought = _open_where_it_must_be(sought, order)
    words = found(sought.text) if sought.text.strip() else None
    lead = _lead(sought, words, order)
    if "reported_at" in lead:
        order = Order.REPORTED
    rows = Case.objects.alias(
        _region=Looked("region"),
        _stage=Looked("stage"),
        _unit=Looked("unit_id", output_field=UUIDField()),
        _category=Looked("category_id", output_field=UUIDField()),
        _account=Looked("account_id", output_field=UUIDField()),
        _reported_at=Looked("reported_at"),
        _due_at=Looked("due_at"),
    )
    rows = mine_of(rows, user, column="_region")
    rows = _by_lead(rows, sought, lead, user)
    rows = _by_days(rows, sought, "reported_at" if "reported_at" in lead else "_reported_at")
    rows = _by_marks(rows, sought, at)
    if "due_at" in lead:
        rows = rows.filter(due_at__isnull=False)
    elif order is Order.LATE:
        rows = rows.filter(_due_at__isnull=False)
    if words is not None:
        rows = words.cut(rows)
    return Cut(rows, order)


def _open_where_it_must_be(sought: Sought, order: Order) -> Sought:
    """Only open cases have a light or can be late; asked without a stage, those are meant."""
    lit = sought.light is not None or sought.late or order is Order.LATE
    if lit:
        stages = tuple(stage for stage in sought.stages or OPEN if stage in OPEN)
        # Nothing but ended stages was asked for: an impossible stage keeps the list empty.
        return replace(sought, stages=stages or sought.stages)
    return sought


def _lead(sought: Sought, words: Found | None, order: Order) -> frozenset[str]:
    """The columns that may be found by index: one narrow condition, and what its index has more."""
    if (words is not None and words.few is not None) or sought.requested:
        return frozenset({"pk"})
    if sought.reported:
        return frozenset({"account"})
    if order is Order.LATE:
        return frozenset({"due_at"})
    stage = {"stage"} if len(sought.stages) == 1 else set()
    if _is_narrow(sought):
        return frozenset({"reported_at"})
    if len(sought.region) == GRID_LENGTH:
        return frozenset({"region", *stage})
    if sought.unit:
        return frozenset({"unit", *stage})
    if stage and sought.stages[0] is not Stage.CLOSED:
        return frozenset(stage)
    if sought.is_open:
        return frozenset({"open"})
    if sought.category:
        return frozenset({"category"})
    if stage:
        return frozenset(stage)
    if sought.supervised:
        return frozenset({"supervised"})
    return frozenset({"reported_at"} if sought.since or sought.until else ())


def _is_narrow(sought: Sought) -> bool:
    if sought.since is None or sought.until is None:
        return False
    return sought.until - sought.since <= NARROW


def _by_lead(
    rows: QuerySet[Case], sought: Sought, lead: frozenset[str], user: Acting
) -> QuerySet[Case]:
    def named(column: str) -> str:
        return column if column in lead else f"_{column}"

    if lead & {"open", "due_at"}:
        rows = rows.filter(is_open())
    if sought.stages and set(sought.stages) != set(OPEN) or (sought.stages and not lead & {"open", "due_at"}):
        stages = [stage.value for stage in sought.stages]
        rows = rows.filter(
            **{named("stage"): stages[0]}
            if len(stages) == 1
            else {f"{named('stage')}__in": stages}
        )
    if sought.region:
        whole = len(sought.region) == GRID_LENGTH
        column = named("region")
        rows = rows.filter(Q(**{column: sought.region}) if whole else under(sought.region, column))
    if sought.unit:
        rows = rows.filter(**{named("unit"): sought.unit})
    if sought.category:
        rows = rows.filter(**{named("category"): sought.category})
    if sought.reported:
        rows = rows.filter(**{named("account"): user.account})
    return rows


def _by_days(rows: QuerySet[Case], sought: Sought, column: str) -> QuerySet[Case]:
    if sought.since:
        rows = rows.filter(**{f"{column}__gte": start_of(sought.since)})
    if sought.until:
        rows = rows.filter(**{f"{column}__lt": start_of(sought.until + timedelta(days=1))})
    return rows


def _by_marks(rows: QuerySet[Case], sought: Sought, at: datetime) -> QuerySet[Case]:
    for light in {sought.light, Light.RED if sought.late else None} - {None}:
        rows = rows.filter(lit(light, at, "_due_at"))
    if sought.class_code:
        codes = Category.objects.filter(class_code=sought.class_code)
        rows = rows.filter(_category__in=codes.values("pk"))
    if sought.requested:
        waiting = Request.objects.filter(decision=Decision.WAITING.value)
        rows = rows.filter(pk__in=waiting.values("case_id"))
    marks: dict[str, Any] = {
        "source": sought.source.value if sought.source else None,
        "severity": sought.severity.value if sought.severity else None,
        "origin": sought.origin or None,
        "supervised_at__isnull": False if sought.supervised else None,
        "recurs__isnull": False if sought.recurring else None,
        "reworks__gt": 0 if sought.reworked else None,
        "_unit__isnull": True if sought.no_unit else None,
    }
    return rows.filter(**{name: value for name, value in marks.items() if value is not None})


def lit(light: Light, at: datetime, due_at: str = "due_at") -> Q:
    """The query's form of ``rules.limits.light_of`` over open cases; a test holds them together."""
    if light is Light.NONE:
        return Q(**{f"{due_at}__isnull": True})
    if light is Light.RED:
        return Q(**{f"{due_at}__lt": at})
    in_time = Q(**{f"{due_at}__gte": at})
    return in_time & (Q(yellow_at__lt=at) if light is Light.YELLOW else ~Q(yellow_at__lt=at))
