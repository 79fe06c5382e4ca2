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
from wangge.cases.rules import ENDED, OPEN, Decision, Light, Severity, Source, Stage
from wangge.kernel.choices import Choice
from wangge.kernel.clock import start_of
from wangge.kernel.words import N_
from wangge.people.rules import OWN_UNIT_ONLY, Acting
from wangge.places.queries import under

GRID_LENGTH = 15
NARROW = timedelta(days=40)
"""A span of days short enough to lead; a longer one leaves too much to be sorted by."""
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)
"""Days beyond these are cut to them: what is typed may not be an instant at all."""


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


class IsOpen(Func):
    """The condition of the indexes over open cases, word for word as it stands there.

    SQLite compares the two by their text, so values sent apart from the query would hide it.
    """

    arity = 1
    output_field = BooleanField()

    def __init__(self) -> None:
        ended = ", ".join(f"'{stage.value}'" for stage in ENDED)
        super().__init__("stage", template=f"NOT (%(expressions)s IN ({ended}))")


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows that a list may show, and the order in which they are paged.

    ``parts`` are the same rows, none of them twice, in stretches that an index each answers: who
    sees a unit's cases and their own reports would else make the database sort them all.
    """

    rows: QuerySet[Case]
    order: Order
    parts: tuple[QuerySet[Case], ...]


def cut(
    *,
    user: Acting,
    sought: Sought,
    at: datetime,
    order: Order = Order.NEW,
    lead: frozenset[str] | None = None,
) -> Cut:
    """The cases that somebody may see and asked for. One query where words were given.

    ``lead`` names the columns to be found by index, where the caller knows better.
    """
    wish = _open_where_it_must_be(sought, order)
    if wish is None:
        return Cut(Case.objects.none(), order, ())
    sought = wish
    words = found(sought.text) if sought.text.strip() else None
    lead = _lead(sought, words, order) if lead is None else lead
    if "reported_at" in lead:
        order = Order.REPORTED
    rows = _rows(user, sought, at, order, lead, words)
    if user.kind not in OWN_UNIT_ONLY or lead & {"pk", "account"}:
        return Cut(rows, order, (rows,))
    parts = []
    if sought.unit in (None, user.unit):
        own = replace(sought, unit=user.unit)
        parts.append(_rows(user, own, at, order, _lead(own, words, order), words))
    theirs = _rows(user, replace(sought, reported=True), at, order, frozenset({"account"}), words)
    parts.append(theirs.filter(Q(_unit__isnull=True) | ~Q(_unit=user.unit)))
    return Cut(rows, order, tuple(parts))


def _rows(
    user: Acting,
    sought: Sought,
    at: datetime,
    order: Order,
    lead: frozenset[str],
    words: Found | None,
) -> QuerySet[Case]:
    rows: QuerySet[Case] = Case.objects.alias(
        _region=Looked("region"),
        _stage=Looked("stage"),
        _unit=Looked("unit_id", output_field=UUIDField()),
        _category=Looked("category_id", output_field=UUIDField()),
        _account=Looked("account_id", output_field=UUIDField()),
        _reported_at=Looked("reported_at"),
        _due_at=Looked("due_at"),
        _origin=Looked("origin"),
        _recurs=Looked("recurs_id", output_field=UUIDField()),
    )
    rows = mine_of(rows, user, region="_region", unit="_unit", account="_account")
    rows = _by_lead(rows, sought, lead, user)
    rows = _by_days(rows, sought, "reported_at" if "reported_at" in lead else "_reported_at")
    rows = _by_marks(rows, sought, at)
    if "due_at" in lead:
        rows = rows.filter(due_at__isnull=False)
    elif order is Order.LATE:
        rows = rows.filter(Q(_due_at__isnull=False))
    if words is not None:
        rows = words.cut(rows)
    return rows


def _open_where_it_must_be(sought: Sought, order: Order) -> Sought | None:
    """Only open cases have a light or can be late: those are meant, or nothing at all."""
    if sought.light is None and not sought.late and order is not Order.LATE:
        return sought
    stages = tuple(stage for stage in sought.stages or OPEN if stage in OPEN)
    return replace(sought, stages=stages) if stages else None


def _lead(sought: Sought, words: Found | None, order: Order) -> frozenset[str]:
    """The columns that may be found by index: the first that is narrow, and what its index adds."""
    stage = {"stage"} if len(sought.stages) == 1 else set()
    few = words is not None and words.few is not None
    several_open = sought.is_open and not stage
    ways: tuple[tuple[object, set[str]], ...] = (
        (few or sought.requested, {"pk"}),
        (sought.reported, {"account"}),
        (sought.unit and sought.is_open, {"unit", "stage"}),
        (order is Order.LATE, {"due_at"}),
        (_is_narrow(sought), {"reported_at"}),
        (len(sought.region) == GRID_LENGTH and not several_open, {"region", *stage}),
        (sought.unit, {"unit", *stage}),
        (stage and sought.stages[0] is not Stage.CLOSED, stage),
        (sought.is_open, {"open"}),
        (sought.category, {"category"}),
        (stage, stage),
        (sought.supervised, {"supervised"}),
        (sought.since or sought.until, {"reported_at"}),
    )
    return frozenset(next((columns for holds, columns in ways if holds), set()))


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
        rows = rows.filter(IsOpen())
    if sought.stages:
        rows = rows.filter(**{f"{named('stage')}__in": [stage.value for stage in sought.stages]})
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
        rows = rows.filter(**{f"{column}__gte": start_of(max(sought.since, EARLIEST))})
    if sought.until:
        after = min(sought.until, LATEST) + timedelta(days=1)
        rows = rows.filter(**{f"{column}__lt": start_of(after)})
    return rows


def _by_marks(rows: QuerySet[Case], sought: Sought, at: datetime) -> QuerySet[Case]:
    if sought.late:
        rows = rows.filter(lit(Light.RED, at, "_due_at"))
    if sought.light is not None:
        rows = rows.filter(lit(sought.light, at, "_due_at"))
    if sought.class_code:
        codes = Category.objects.filter(class_code=sought.class_code)
        known = list(codes.values_list("pk", flat=True))
        rows = rows.filter(Q(_category__in=known))
    if sought.requested:
        waiting = Request.objects.filter(decision=Decision.WAITING.value)
        rows = rows.filter(pk__in=waiting.values("case_id"))
    marks: dict[str, Any] = {
        "source": sought.source.value if sought.source else None,
        "severity": sought.severity.value if sought.severity else None,
        "_origin": sought.origin or None,
        "supervised_at__isnull": False if sought.supervised else None,
        "_recurs__isnull": False if sought.recurring else None,
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
