"""Categories and filing conditions. Reference data that residents see too: no user is asked for."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from wangge.cases.models import Category, Condition
from wangge.cases.queries.kept import Kept
from wangge.cases.rules.facts import Kind, Severity
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say

NO_CATEGORY = say("There is no such category in the catalogue.")


def in_force(on: date) -> Q:
    """Rows that hold on a day."""
    return Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))


_every = Kept(lambda: tuple(Category.objects.order_by("class_code", "code")))


def categories(
    on: date, public: bool | None = None, kind: Kind | None = Kind.MATTER
) -> list[Category]:
    """The categories that can be filed on a day, by class and code.

    A problem of a component is filed as the matter that mirrors it (供水井盖异常), so components
    are left out unless asked for. ``public`` cuts to those offered to residents, or to the others.
    """
    return [
        row
        for row in _every()
        if row.since <= on
        and (row.until is None or on <= row.until)
        and (kind is None or row.kind == kind)
        and (public is None or row.is_public == public)
    ]


def category(id: UUID) -> Category:
    """A category, ended ones too. Raises :class:`NotFound`."""
    found = next((row for row in _every() if row.pk == id), None)
    # One that another process entered a moment ago isn't among those kept.
    found = found or Category.objects.filter(pk=id).first()
    if found is None:
        raise NotFound(NO_CATEGORY)
    return found


def category_coded(code: str, on: date) -> Category:
    """The category of a code on a day. Raises :class:`NotFound`."""
    found = next((row for row in categories(on, kind=None) if row.code == code), None)
    if found is None:
        raise NotFound(NO_CATEGORY)
    return found


def condition_rows(category: UUID, on: date) -> QuerySet[Condition]:
    """The conditions of a category on a day; the one to propose first comes first."""
    return Condition.objects.filter(in_force(on), category=category).order_by(
        "-is_default", "since", "name"
    )


def conditions(category: UUID, on: date) -> list[Condition]:
    """The filing conditions of a category on a day, the default one first."""
    return list(condition_rows(category, on))


def condition_on(category: UUID, on: date) -> Condition | None:
    """The condition that is proposed when a case of this category is filed."""
    return condition_rows(category, on).first()


def severity_of(condition: Condition | None) -> Severity:
    """How grave a case filed under a condition is."""
    return Severity(condition.severity) if condition else Severity.GENERAL


def in_force_row(condition: Condition, on: date) -> Condition:
    """The row of a condition that holds on a day; itself where it was ended.

    Asked at each dispatch: a limit changed since the case was filed counts, one changed after the
    dispatch doesn't.
    """
    if condition.since <= on and (condition.until is None or on <= condition.until):
        return condition
    rows = Condition.objects.filter(
        in_force(on), category=condition.category_id, name=condition.name
    )
    return rows.order_by("-since").first() or condition
