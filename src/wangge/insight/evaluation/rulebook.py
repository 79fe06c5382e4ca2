"""The rules in force on a day, out of the dated rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wangge.insight.models import ScoringRule
from wangge.insight.rules.evaluation import (
    Bands,
    Basis,
    Composite,
    Formula,
    Level,
    Sort,
    Subject,
    bands_from,
    composite_from,
    formula_from,
    levels_from,
)

Key = tuple[str, str, str]
"""Sort, key and subject of a rule; the subject is empty where it holds for all."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What is in force for one kind of subject on one day. ``rows`` are the rules themselves."""

    formulas: Mapping[str, Formula]
    composite: Composite | None
    bands: Mapping[str, Bands]
    levels: list[Level]
    basis: Basis
    rows: list[ScoringRule]


def in_force(day: date) -> dict[Key, ScoringRule]:
    """The chosen rule of each sort, key and subject with the latest first day not after ``day``."""
    rows = ScoringRule.objects.filter(since__lte=day, is_chosen=True).order_by("since", "pk")
    return {(row.sort, row.key, row.subject): row for row in rows}


def rulebook(subject: Subject, day: date) -> Rulebook:
    """The rules for a kind of subject on a day; one of its own goes before the general one."""
    rows = in_force(day)
    formulas = {
        key: formula
        for key, row in _of(rows, Sort.INDICATOR, subject).items()
        if subject in (formula := formula_from(row.key, row.variant, row.content)).subjects
    }
    composite = _of(rows, Sort.COMPOSITE, subject).get(subject.value)
    bands = _of(rows, Sort.BANDS, subject)
    levels = rows.get((Sort.LEVELS.value, "levels", ""))
    period = rows.get((Sort.PERIOD.value, "period", ""))
    used = [row for row in (composite, *bands.values(), levels, period) if row is not None]
    return Rulebook(
        formulas=formulas,
        composite=composite_from(composite.content) if composite else None,
        bands={key: bands_from(row.content) for key, row in bands.items()},
        levels=levels_from(levels.content) if levels else [],
        basis=Basis(period.content["basis"]) if period else Basis.BEGUN,
        rows=used,
    )


def _of(rows: Mapping[Key, ScoringRule], sort: Sort, subject: Subject) -> dict[str, ScoringRule]:
    """Rules of a sort by key, in the order of columns."""
    general = {key: row for (kind, key, to), row in rows.items() if kind == sort and not to}
    own = {key: row for (kind, key, to), row in rows.items() if kind == sort and to == subject}
    return dict(sorted((general | own).items(), key=lambda pair: (pair[1].place, pair[0])))


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the page of rules shows it: in force now, to come, past, or a variant only."""

    rule: ScoringRule
    state: str


def all_rules(day: date) -> dict[Sort, list[Shown]]:
    """Every rule by sort, in the order of columns, with what became of it by ``day``."""
    now = {row.pk for row in in_force(day).values()}
    found: dict[Sort, list[Shown]] = {sort: [] for sort in Sort}
    for row in ScoringRule.objects.order_by("place", "-since", "pk"):
        state = "now" if row.pk in now else "coming" if row.since > day else "past"
        found[Sort(row.sort)].append(Shown(row, state if row.is_chosen else "variant"))
    return found
