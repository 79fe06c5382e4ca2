"""The catalogue, limits, calendar and duty table as the office's pages show them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.cases.models import CalendarDay, Category, Condition, Duty, OfficeHours, StageLimit
from wangge.cases.queries.catalogue import categories, category, in_force
from wangge.cases.rules.facts import Kind, Sure, Timed
from wangge.kernel.errors import refuse
from wangge.people.models import Unit
from wangge.people.rules import Acting
from wangge.places.queries import under, within
from wangge.trail.rules import SEE


@dataclass(frozen=True, slots=True)
class Cut:
    """What a page of the catalogue is narrowed to."""

    text: str = ""
    class_code: str = ""
    sure: str = ""
    kind: Kind = Kind.MATTER
    public: bool = False


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """A category with the condition that is proposed first and how many others it has."""

    category: Category
    condition: Condition | None
    others: int


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of the catalogue and how many categories it has."""

    code: str
    name: str
    number: int


def classes(on: date, kind: Kind = Kind.MATTER) -> list[ClassRow]:
    """The classes of a day's catalogue, by code."""
    counts: Counter[tuple[str, str]] = Counter(
        (row.class_code, row.class_name) for row in categories(on, kind=kind)
    )
    return [ClassRow(code, name, number) for (code, name), number in sorted(counts.items())]


def catalogue_rows(*, user: Acting, on: date, cut: Cut) -> list[CatalogueRow]:
    """The categories of a cut with their limits. Two queries, whatever the cut."""
    refuse(user.why_not(SEE, user.region))
    current = _current(on)
    found = []
    for row in categories(on, kind=cut.kind, public=True if cut.public else None):
        conditions = current.get(row.pk, [])
        if _fits(row, conditions, cut):
            first = conditions[0] if conditions else None
            found.append(CatalogueRow(row, first, max(len(conditions) - 1, 0)))
    return found


def _current(on: date) -> dict[UUID, list[Condition]]:
    rows = Condition.objects.filter(in_force(on)).order_by("-is_default", "since", "name")
    found: dict[UUID, list[Condition]] = {}
    for row in rows:
        found.setdefault(row.category_id, []).append(row)
    return found


def _fits(row: Category, conditions: Iterable[Condition], cut: Cut) -> bool:
    if cut.class_code and row.class_code != cut.class_code:
        return False
    if cut.sure and cut.sure not in {row.sureness, *(one.sureness for one in conditions)}:
        return False
    texts = (row.name, row.code, row.public_name, row.keywords, row.code_2013)
    return all(
        word.lower() in row.pinyin
        or any(word in text for text in texts)
        or word.lower() in row.name_en.lower()
        for word in cut.text.split()
    )


@dataclass(frozen=True, slots=True)
class Doubts:
    """How sure today's catalogue is: names and limits by sureness."""

    categories: dict[str, int]
    conditions: dict[str, int]

    @property
    def to_confirm(self) -> int:
        """Limits that the office hasn't made its own."""
        return sum(n for sure, n in self.conditions.items() if sure != Sure.CONFIRMED)


def doubts(on: date) -> Doubts:
    """How many names and limits are how sure on a day."""
    of_conditions = Condition.objects.filter(in_force(on)).values_list("sureness", flat=True)
    return Doubts(
        dict(Counter(row.sureness for row in categories(on))), dict(Counter(of_conditions))
    )


@dataclass(frozen=True, slots=True)
class CategoryPage:
    """A category with its conditions: those of today, those to come and those that ended."""

    category: Category
    current: list[Condition]
    coming: list[Condition]
    past: list[Condition]
    mirror: Category | None
    duties: int


def category_page(id: UUID, *, user: Acting, on: date) -> CategoryPage:
    """Everything about a category. Raises :class:`NotFound`."""
    refuse(user.why_not(SEE, user.region))
    found = category(id)
    rows = list(found.conditions.order_by("-is_default", "name", "since"))
    twin = found.code.removeprefix("C") if found.kind == Kind.COMPONENT else f"C{found.code}"
    return CategoryPage(
        category=found,
        current=[row for row in rows if row.since <= on and (not row.until or on <= row.until)],
        coming=[row for row in rows if row.since > on],
        past=[row for row in reversed(rows) if row.until and row.until < on],
        mirror=Category.objects.filter(standard=found.standard, code=twin).first(),
        duties=within(Duty.objects.filter(in_force(on), category=found), user).count(),
    )


def all_conditions(*, user: Acting, on: date) -> QuerySet[Condition]:
    """The conditions of a day with their categories, for a sheet to take away."""
    refuse(user.why_not(SEE, user.region))
    rows = Condition.objects.filter(in_force(on)).select_related("category")
    return rows.order_by("category__code", "-is_default", "name")


@dataclass(frozen=True, slots=True)
class StageLine:
    """The limit of a stage: today's row, the one that follows, and those that ended."""

    stage: Timed
    current: StageLimit | None
    coming: StageLimit | None
    past: list[StageLimit]


def stage_lines(*, user: Acting, on: date) -> list[StageLine]:
    """The limits of all stages, in the order of the loop."""
    refuse(user.why_not(SEE, user.region))
    rows = list(StageLimit.objects.order_by("-since"))
    found = []
    for stage in Timed:
        own = [row for row in rows if row.stage == stage]
        begun = [row for row in own if row.since <= on]
        current = begun[0] if begun and (not begun[0].until or on <= begun[0].until) else None
        coming = next((row for row in reversed(own) if row.since > on), None)
        found.append(StageLine(stage, current, coming, [row for row in begun if row != current]))
    return found


def office_hours(*, user: Acting) -> list[OfficeHours]:
    """Every set of office hours, the latest first."""
    refuse(user.why_not(SEE, user.region))
    return list(OfficeHours.objects.order_by("-since"))


def days_of(year: int, *, user: Acting) -> list[CalendarDay]:
    """The days of a year that aren't what their weekday says."""
    refuse(user.why_not(SEE, user.region))
    return list(CalendarDay.objects.filter(day__year=year).order_by("day"))


@dataclass(frozen=True, slots=True)
class DutyCut:
    """What the duty table is narrowed to."""

    region: str = ""
    class_code: str = ""
    unit: UUID | None = None
    ended: bool = False


def duties(*, user: Acting, on: date, cut: DutyCut) -> QuerySet[Duty]:
    """The duty table of somebody's area; ``region`` shows also what holds there from above."""
    rows = within(Duty.objects.select_related("unit", "category"), user)
    if not cut.ended:
        rows = rows.exclude(until__lt=on)
    if cut.region:
        above = [cut.region[:length] for length in range(len(cut.region))]
        rows = rows.filter(under(cut.region) | Q(region__in=above))
    if cut.class_code:
        mine = Q(class_code=cut.class_code) | Q(category__class_code=cut.class_code)
        rows = rows.filter(mine | Q(class_code="", category__isnull=True))
    if cut.unit:
        rows = rows.filter(unit=cut.unit)
    return rows


def units_in_area(user: Acting) -> list[tuple[UUID, str]]:
    """Open units of somebody's area and of those above it."""
    above = [user.region[:length] for length in range(len(user.region))]
    rows = Unit.objects.filter(under(user.region) | Q(region__in=above), closed_on__isnull=True)
    return list(rows.order_by("region", "kind", "name").values_list("pk", "name"))
