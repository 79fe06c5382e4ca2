"""Sheets of work: their columns, and what a row must be to become a record. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from wangge.kernel.choices import Choice
from wangge.kernel.sheets import Column, Fault, Kind, Line
from wangge.kernel.words import N_, Qualifier, Said, say
from wangge.worklog.rules.measures import bare, unit_factor, why_not_valid
from wangge.worklog.rules.records import why_not_amount, why_not_days


class ImportState(Choice):
    """A sheet waits, is checked and written, and ends as taken, faulty or failed."""

    WAITING = "waiting", N_("Waiting")
    CHECKING = "checking", N_("Being checked")
    WRITING = "writing", N_("Being written")
    DONE = "done", N_("Imported")
    FAULTY = "faulty", N_("Rows with errors, nothing imported")
    FAILED = "failed", N_("Not readable, nothing imported")


UNFINISHED = (ImportState.WAITING, ImportState.CHECKING, ImportState.WRITING)

QUALIFIERS: Mapping[str, Qualifier] = {
    "准确": Qualifier.EXACT,
    "余": Qualifier.OVER,
    "多": Qualifier.OVER,
    "以上": Qualifier.OVER,
    "约": Qualifier.ABOUT,
    "近": Qualifier.ABOUT,
    "左右": Qualifier.ABOUT,
    "exact": Qualifier.EXACT,
    "over": Qualifier.OVER,
    "about": Qualifier.ABOUT,
}

DAY, STARTS, MEASURE = "日期", "起始日期", "计量项目"
AMOUNT, QUALIFIER, UNIT = "数量", "约数", "计量单位"
REGION, PLACE, BY_UNIT, REMARK = "社区/网格", "地点", "责任单位", "备注"


def columns(
    measures: Sequence[str] = (), regions: Sequence[str] = (), units: Sequence[str] = ()
) -> tuple[Column, ...]:
    """The columns of a sheet of work; the names given make its drop-down lists."""
    return (
        Column("day", (DAY, "截止日期", "Date"), Kind.DAY, True,
               comment="工作完成的日期,如 2020-08-31"),
        Column("measure", (MEASURE, "项目", "Measure"), required=True, choices=measures,
               width=26, comment="从下拉表中选择,或填写计量项目代码"),
        Column("amount", (AMOUNT, "Amount"), Kind.NUMBER, True, width=10,
               comment="大于零,最多三位小数"),
        Column("qualifier", (QUALIFIER, "Qualifier"), choices=("准确", "余", "约"), width=8,
               comment="不填为准确;“余”表示至少,“约”表示大约"),
        Column("unit", (UNIT, "单位", "Unit"), width=10, comment="不填则按计量项目的单位"),
        Column("region", (REGION, "社区", "网格", "Region"), required=True, choices=regions,
               width=22, comment="社区或网格的名称,或 12/15 位代码"),
        Column("place", (PLACE, "Place"), width=22,
               comment="可不填;填写时须是已登记的地点名称"),
        Column("by_unit", (BY_UNIT, "Responsible unit"), choices=units, width=22,
               comment="可不填"),
        Column("starts", (STARTS, "Start date"), Kind.DAY,
               comment="可不填;不填则与日期为同一天"),
        Column("remark", (REMARK, "Remark"), width=30, comment="可不填"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Counted:
    """A measure under one of its names: its unit there, and what that unit is multiplied by."""

    code: str
    name: str
    unit: str
    factor: Decimal
    since: date
    until: date | None


@dataclass(slots=True)
class Known:
    """Everything a row may name, for one person's area: names → what they mean.

    A name that two things bear means None: the row must then use a code.
    """

    today: date
    area: str
    measures: dict[str, list[Counted]] = field(default_factory=dict)
    regions: dict[str, str | None] = field(default_factory=dict)
    places: dict[str, list[tuple[str, UUID]]] = field(default_factory=dict)
    units: dict[str, UUID | None] = field(default_factory=dict)
    only_unit: UUID | None = None
    """A company's own unit: it enters nobody else's work."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to become a record."""

    measure: str
    amount: Decimal
    qualifier: str
    region: str
    place: UUID | None
    unit: UUID | None
    starts_on: date
    ends_on: date
    remark: str


def row_of(line: Line, known: Known) -> Row | list[Fault]:
    """What a line of the sheet becomes, or everything that is wrong with it."""
    found = _Reader(line, known)
    day, amount = line.values.get("day"), line.values.get("amount")
    starts = line.values.get("starts") or day
    if day is not None and starts is not None:
        found.blame(DAY, why_not_days(starts, day, known.today))
    counted = found.measure()
    if amount is not None:
        amount = found.amount(amount, counted)
    region = found.region()
    place = found.place(region) if region else None
    unit = found.by_unit()
    qualifier = found.qualifier()
    if line.faults or counted is None or region is None or amount is None or day is None:
        return line.faults
    return Row(
        measure=counted.code,
        amount=amount,
        qualifier=qualifier,
        region=region,
        place=place,
        unit=unit,
        starts_on=starts or day,
        ends_on=day,
        remark=line.values.get("remark") or "",
    )


class _Reader:
    """Looks the cells of one line up and collects what is wrong."""

    def __init__(self, line: Line, known: Known) -> None:
        self.line, self.known = line, known

    def blame(self, column: str, reason: Said | None) -> None:
        if reason is not None:
            self.line.faults.append(Fault(self.line.number, column, reason))

    def measure(self) -> Counted | None:
        """The measure by code or name, in the unit of the row."""
        text, unit = self.line.values.get("measure"), self.line.values.get("unit")
        if text is None:
            return None
        names = self.known.measures.get(text) or self.known.measures.get(bare(text))
        if not names:
            reason = say("There is no measure “%(code)s”. Choose one from the list.", code=text)
            self.blame(MEASURE, reason)
            return None
        chosen = self._in_unit(names, unit)
        if chosen is None:
            units = "、".join(dict.fromkeys(one.unit for one in names))
            reason = say(
                "“%(measure)s” isn't counted in “%(unit)s” but in %(units)s.",
                measure=text,
                unit=unit,
                units=units,
            )
            self.blame(UNIT, reason)
            return None
        day = self.line.values.get("day")
        if day is not None:
            self.blame(MEASURE, why_not_valid(chosen.name, chosen.since, chosen.until, day))
        return chosen

    @staticmethod
    def _in_unit(names: list[Counted], unit: str | None) -> Counted | None:
        if unit is None:
            return names[0]
        for one in names:
            if one.unit == unit:
                return one
        for one in names:
            factor = unit_factor(unit, one.unit)
            if factor is not None:
                return Counted(one.code, one.name, unit, one.factor * factor, one.since, one.until)
        return None

    def amount(self, amount: Decimal, counted: Counted | None) -> Decimal:
        """The amount in the measure's own unit."""
        self.blame(AMOUNT, why_not_amount(amount))
        if counted is None or counted.factor == 1:
            return amount
        converted = round(amount * counted.factor, 3)
        if amount > 0 and not converted:
            self.blame(AMOUNT, say("This is too little to be counted in this measure's unit."))
        return converted

    def qualifier(self) -> str:
        text = self.line.values.get("qualifier")
        if text is None:
            return Qualifier.EXACT.value
        found = QUALIFIERS.get(text.lower())
        if found is None:
            self.blame(QUALIFIER, say("“%(text)s” is none of 准确, 余 and 约.", text=text))
            return Qualifier.EXACT.value
        return found.value

    def region(self) -> str | None:
        """The code of the region or grid, by code or name, within the area."""
        text = self.line.values.get("region")
        if text is None:
            return None
        if text not in self.known.regions:
            reason = say("“%(name)s” is no community or grid of your area.", name=text)
            self.blame(REGION, reason)
            return None
        code = self.known.regions[text]
        if code is None:
            reason = say("Several are named “%(name)s”. Write the code instead.", name=text)
            self.blame(REGION, reason)
        return code

    def place(self, region: str) -> UUID | None:
        text = self.line.values.get("place")
        if text is None:
            return None
        inside = [
            id
            for code, id in self.known.places.get(text, ())
            if code.startswith(region) or region.startswith(code)
        ]
        if len(inside) == 1:
            return inside[0]
        reason = (
            say("Several places there are named “%(name)s”.", name=text)
            if inside
            else say("No place there is named “%(name)s”.", name=text)
        )
        self.blame(PLACE, reason)
        return None

    def by_unit(self) -> UUID | None:
        text = self.line.values.get("by_unit")
        own = self.known.only_unit
        if text is None:
            return own
        found = self.known.units.get(text)
        if found is None:
            self.blame(BY_UNIT, say("There is no unit named “%(name)s” here.", name=text))
        elif own is not None and found != own:
            self.blame(BY_UNIT, say("A company enters and sees only its own work."))
        return found
