"""Checking the rows of sent sheets before anything is written; the actions ask the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar
from uuid import UUID

from wangge.cases.models import Condition, Duty
from wangge.cases.queries.catalogue import categories
from wangge.cases.rules.facts import LimitUnit, Sure
from wangge.cases.rules.sheets import (
    TRADE_UNITS,
    ConditionLine,
    ConditionNames,
    DutyLine,
    DutyNames,
    Wrong,
    read_condition,
    read_duty,
)
from wangge.kernel.choices import Choice
from wangge.kernel.pages import translate
from wangge.kernel.sheets import Fault, Line
from wangge.kernel.words import Said, say
from wangge.people.models import Unit
from wangge.people.rules import Acting, Right, UnitKind
from wangge.people.rules import why_not as why_not_right
from wangge.places.models import Grid, Region
from wangge.places.queries import under

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ConditionChange:
    """A row of a sheet and what it means: a new condition, another limit, or only a confirmation.

    ``old`` is the row it follows, None for a new one; ``only_sure`` when nothing but the sureness
    or the source differs.
    """

    line: ConditionLine
    old: Condition | None
    only_sure: bool


@dataclass(slots=True)
class Checked(Generic[R]):
    """A sheet's rows after the check. With any fault nothing of it is entered."""

    rows: list[R] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    def first(self) -> Said:
        """One sentence for all: the first faulty row and how many there are."""
        return say(
            "Row %(number)s: %(reason)s (%(count)s rows are faulty; nothing was entered.)",
            number=self.faults[0].row,
            reason=self.faults[0].reason,
            count=len({fault.row for fault in self.faults}),
        )


def named(choices: type[Choice]) -> dict[str, str]:
    """What people may write for a closed list: its words in their language, in English, values."""
    found: dict[str, str] = {}
    for member in choices:
        found |= {member.value: member.value, member.label: member.value}
        found[translate(member.label)] = member.value
    return found


def check_conditions(lines: Iterable[Line], *, since: date) -> Checked[ConditionChange]:
    """What a sheet of conditions would change from a day on, and what is wrong with it."""
    names = ConditionNames(
        categories={row.code: row.pk for row in categories(since)},
        limit_units={**named(LimitUnit), **TRADE_UNITS},
        kinds=named(UnitKind),
        sure=named(Sure),
    )
    current: dict[UUID, list[Condition]] = {}
    for row in Condition.objects.filter(until__isnull=True).order_by("name"):
        current.setdefault(row.category_id, []).append(row)
    checked: Checked[ConditionChange] = Checked()
    seen: dict[tuple[UUID, str], int] = {}
    for line in lines:
        checked.faults += line.faults
        if line.faults:
            continue
        try:
            read = read_condition(line.number, line.values, names)
            change = _change(read, current.get(read.category, []), since)
            key = (read.category, change.line.name)
            if key in seen:
                raise Wrong(say("The same condition stands in row %(row)s.", row=seen[key]))
        except Wrong as wrong:
            checked.faults.append(Fault(line.number, "", wrong.reason))
            continue
        seen[key] = line.number
        if change.old is not None and not _differing(read, change.old):
            checked.unchanged += 1
        else:
            checked.rows.append(change)
    return checked


def _change(line: ConditionLine, current: list[Condition], since: date) -> ConditionChange:
    """What a row means beside the conditions that hold. Raises :class:`Wrong`."""
    filing = line.values["filing"]
    old = next(
        (row for row in current if (row.name == line.name if line.name else row.filing == filing)),
        None,
    )
    name = line.name or (old.name if old else filing[:60])
    line = ConditionLine(line.number, line.category, name, line.values)
    only_sure = old is not None and not _differing(line, old) - {"sureness", "source"}
    if old is not None and not only_sure and since <= old.since:
        raise Wrong(
            say("What it follows began on %(day)s; choose a later day.", day=str(old.since))
        )
    return ConditionChange(line, old, only_sure)


def _differing(line: ConditionLine, old: Condition) -> set[str]:
    return {key for key, value in line.values.items() if getattr(old, key) != value}


def duty_names(user: Acting, since: date) -> DutyNames:
    """Everything a row of duties may name in somebody's area."""
    regions = set(Grid.objects.filter(under(user.region, "code")).values_list("code", flat=True))
    above = Region.objects.filter(under(user.region, "code"))
    units: dict[str, UUID | None] = {}
    open_units = Unit.objects.filter(under(user.region), closed_on__isnull=True)
    for id, name in open_units.values_list("id", "name"):
        units[name] = None if name in units else id
    rows = categories(since)
    return DutyNames(
        regions=frozenset(regions | set(above.values_list("code", flat=True))),
        units=units,
        categories={row.code: row.pk for row in rows},
        classes=frozenset(row.class_code for row in rows),
        since=since,
    )


def check_duties(lines: Iterable[Line], *, user: Acting, since: date) -> Checked[DutyLine]:
    """Which rows of a sheet can be entered as duties, and what is wrong with the others.

    A row that stands in the table already, as a list taken away has it, is passed over. ``since``
    is the first day of rows that name none.
    """
    names = duty_names(user, since)
    checked: Checked[DutyLine] = Checked()
    taken = _taken(user, since)
    seen: dict[tuple[object, ...], int] = {}
    for line in lines:
        checked.faults += line.faults
        if line.faults:
            continue
        try:
            read = read_duty(line.number, line.values, names)
            _check_right(user, read.region)
            _check_free(read, taken, seen)
        except Wrong as wrong:
            checked.faults.append(Fault(line.number, "", wrong.reason))
            continue
        if (holder := taken.get(read.same)) is not None and holder[0] == read.unit:
            checked.unchanged += 1
        else:
            checked.rows.append(read)
        seen[read.same] = line.number
    return checked


def _check_right(user: Acting, region: str) -> None:
    if (reason := why_not_right(user, Right.KEEP_CATALOGUE, region)) is not None:
        raise Wrong(reason)


def _check_free(
    read: DutyLine,
    taken: dict[tuple[object, ...], tuple[UUID, str]],
    seen: dict[tuple[object, ...], int],
) -> None:
    if read.same in seen:
        raise Wrong(say("The same duty stands in row %(row)s.", row=seen[read.same]))
    holder = taken.get(read.same)
    if holder is not None and holder[0] != read.unit:
        raise Wrong(say("This is the duty of %(unit)s already. End that first.", unit=holder[1]))


def _taken(user: Acting, since: date) -> dict[tuple[object, ...], tuple[UUID, str]]:
    # A duty that has ended by then doesn't stand in the way.
    rows = Duty.objects.filter(under(user.region)).exclude(until__lt=since)
    return {
        (row[0], row[1], row[2], row[3], row[4], row[5]): (row[6], row[7])
        for row in rows.values_list(
            "region", "category", "class_code", "weekdays", "starts_at", "ends_at", "unit",
            "unit__name",
        )
    }  # fmt: skip
