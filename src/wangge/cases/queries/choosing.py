"""What the forms of a case offer: categories with their conditions, units, grids."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from wangge.cases.models import Condition
from wangge.cases.queries.catalogue import categories, in_force
from wangge.cases.rules import LimitUnit
from wangge.kernel.words import plain
from wangge.people.models import Unit
from wangge.people.rules import Acting
from wangge.places.queries import grids

MANY = 1000
"""Grids or units that a form offers at most; a subdistrict has a few hundred."""


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a heading: (id, words)."""

    name: str
    choices: list[tuple[str, str]]


def category_groups(on: date) -> list[Group]:
    """The categories that can be filed on a day, under their classes."""
    rows = categories(on)
    return [
        Group(f"{code} {name}", [(str(row.pk), f"{row.name} · {row.code}") for row in some])
        for (code, name), some in groupby(rows, key=lambda row: (row.class_code, row.class_name))
    ]


@dataclass(frozen=True, slots=True)
class Term:
    """A filing condition as a form offers it: ``unit`` is the limit's, untranslated."""

    id: UUID
    category: UUID
    category_name: str
    name: str
    filing: str
    limit: str
    unit: str
    sureness: str


def terms(on: date) -> list[Term]:
    """The filing conditions that hold on a day, the one to propose first of each category first."""
    rows = Condition.objects.filter(in_force(on)).select_related("category")
    rows = rows.order_by("category__code", "-is_default", "since", "name")
    return [
        Term(
            id=row.pk,
            category=row.category_id,
            category_name=row.category.name,
            name=row.name,
            filing=row.filing,
            limit=plain(row.limit),
            unit=LimitUnit(row.limit_unit).label,
            sureness=row.sureness,
        )
        for row in rows
    ]


def units_to_choose() -> list[tuple[UUID, str]]:
    """Every open unit; a case may go to one whose home is elsewhere."""
    rows = Unit.objects.filter(closed_on__isnull=True).order_by("region", "kind", "name")
    return list(rows.values_list("pk", "name")[:MANY])


def grids_to_choose(user: Acting) -> list[tuple[str, str]]:
    """Code and name of the grids in somebody's area."""
    return [(row.code, row.name) for row in grids(user=user)[:MANY]]
