"""Sheets of filing conditions and of duties: their columns, and what a row must be. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from wangge.cases.rules.catalogue import why_not_limit, why_not_span
from wangge.cases.rules.duty import ALL_WEEK, why_not_duty
from wangge.cases.rules.facts import LimitUnit, Severity, Sure
from wangge.kernel.sheets import Column, Kind
from wangge.kernel.words import Said, say

Names = Mapping[str, str]
"""What people write → the value that is stored."""
TRADE_UNITS: Names = {
    "紧急工作时": LimitUnit.URGENT_HOURS.value,
    "工作时": LimitUnit.WORK_HOURS.value,
    "工作小时": LimitUnit.WORK_HOURS.value,
    "工作日": LimitUnit.WORK_DAYS.value,
    "自然日": LimitUnit.DAYS.value,
}
"""The units of limits as districts write them, whatever the page's language."""


class Wrong(ValueError):
    """A row can't be taken; ``reason`` says why."""

    def __init__(self, reason: Said) -> None:
        super().__init__(reason)
        self.reason = reason


def demand(reason: Said | None) -> None:
    """Raise :class:`Wrong` if a rule gave a reason."""
    if reason is not None:
        raise Wrong(reason)


def condition_columns(
    units: Sequence[str] = (), kinds: Sequence[str] = (), sure: Sequence[str] = ()
) -> tuple[Column, ...]:
    """The columns in which districts publish their 立案、处置和结案标准, and our own at the end."""
    return (
        Column("class_code", ("大类代码",), width=10, comment="两位,如 06"),
        Column("class_name", ("大类名称",), width=16),
        Column("code", ("小类代码",), required=True, width=10,
               comment="五位,如 06010;也可只写后三位并填写大类代码"),
        Column("category", ("小类名称",), width=24),
        Column("filing", ("立案条件",), required=True, width=44),
        Column("limit", ("处置时限",), Kind.NUMBER, True, width=10),
        Column("limit_unit", ("时限单位",), required=True, choices=units, width=12,
               comment="紧急工作时、工作时、工作日(8 个工作时)或自然日"),
        Column("closing", ("结案条件",), required=True, width=32),
        Column("unit_kind", ("责任单位",), choices=kinds, width=16,
               comment="责任单位的类型;可不填,由责任分工表确定"),
        Column("legal_basis", ("法律依据",), width=32),
        Column("source", ("来源",), width=32, longest=200),
        Column("sureness", ("可信度",), choices=sure, width=12,
               comment="不填则视为本单位已确认"),
        Column("name", ("情形",), width=18, longest=60,
               comment="同一小类有多个立案条件时加以区分"),
        Column("severity", ("等级",), width=10, comment="A、B 或 C;不填为 C"),
    )  # fmt: skip


def duty_columns(units: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of a duty table."""
    return (
        Column("region", ("区域代码", "网格代码"), required=True, width=18, longest=15,
               comment="网格 15 位、社区 12 位或街道 9 位代码"),
        Column("where", ("区域名称",), width=24),
        Column("class_code", ("大类代码",), width=10, comment="不填表示全部类别"),
        Column("code", ("小类代码",), width=10, comment="五位,如 06010;不填表示整个大类"),
        Column("category", ("类别名称",), width=24),
        Column("unit", ("责任单位",), required=True, choices=units, width=28, longest=120),
        Column("weekdays", ("星期",), width=12, comment="如 12345 或 周一至周五;不填为每天"),
        Column("starts_at", ("开始时间",), width=10, comment="如 08:30;不填为全天"),
        Column("ends_at", ("结束时间",), width=10),
        Column("since", ("起始日期",), Kind.DAY, width=12, comment="不填则按导入时选择的日期"),
        Column("until", ("截止日期",), Kind.DAY, width=12, comment="不填为长期"),
    )  # fmt: skip


def full_code(class_code: str | None, code: str | None) -> str:
    """The five digits of a minor class, as sheets write it: ``06`` + ``10``, ``6010``, ``06010``.

    Spreadsheets turn codes into numbers, so zeros at the front may be gone.
    """
    minor, major = (code or "").strip(), (class_code or "").strip()
    if not minor.isdigit() or (major and not major.isdigit()):
        return minor
    return major.zfill(2) + minor.zfill(3) if major and len(minor) <= 3 else minor.zfill(5)


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A row of a sheet of conditions, read."""

    number: int
    category: UUID
    name: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ConditionNames:
    """Everything a row of conditions may name."""

    categories: Mapping[str, UUID]
    limit_units: Names
    kinds: Names
    sure: Names


def read_condition(number: int, values: Mapping[str, Any], names: ConditionNames) -> ConditionLine:
    """A row of conditions. Raises :class:`Wrong`."""
    code = full_code(values.get("class_code"), values.get("code"))
    category = names.categories.get(code)
    if category is None:
        raise Wrong(say("There is no category %(code)s in the catalogue.", code=code))
    limit = values.get("limit")
    unit = one_named(names.limit_units, values.get("limit_unit"), "时限单位")
    demand(why_not_limit(limit, LimitUnit(unit) if unit else None))
    return ConditionLine(
        number,
        category,
        values.get("name") or "",
        {
            "filing": values["filing"],
            "closing": values["closing"],
            "limit": Decimal(limit or 0),
            "limit_unit": unit,
            "unit_kind": one_named(names.kinds, values.get("unit_kind"), "责任单位"),
            "legal_basis": values.get("legal_basis") or "",
            "sureness": one_named(names.sure, values.get("sureness"), "可信度")
            or Sure.CONFIRMED.value,
            "source": values.get("source") or "",
            "severity": _severity(values.get("severity")),
        },
    )


def one_named(names: Names, text: str | None, column: str) -> str:
    """The value that a cell names; empty for an empty cell. Raises :class:`Wrong`."""
    if not text:
        return ""
    if (found := names.get(text.strip())) is None:
        raise Wrong(say("“%(column)s” doesn't know “%(text)s”.", column=column, text=text[:40]))
    return found


def _severity(text: str | None) -> str:
    letters = {"A": Severity.URGENT, "B": Severity.GRAVE, "C": Severity.GENERAL}
    found = letters.get((text or "C").strip()[:1].upper())
    if found is None:
        raise Wrong(say("“%(column)s” doesn't know “%(text)s”.", column="等级", text=text or ""))
    return found.value


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A row of a duty sheet, read."""

    number: int
    region: str
    category: UUID | None
    class_code: str
    weekdays: str
    starts_at: time | None
    ends_at: time | None
    unit: UUID
    since: date
    until: date | None

    @property
    def same(self) -> tuple[object, ...]:
        """What two rows of one duty have in common."""
        return (self.region, self.category, self.class_code, self.weekdays, self.starts_at,
                self.ends_at)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DutyNames:
    """Everything a row of duties may name in somebody's area; None for a name that two bear."""

    regions: frozenset[str]
    units: Mapping[str, UUID | None]
    categories: Mapping[str, UUID]
    classes: frozenset[str]
    since: date


def read_duty(number: int, values: Mapping[str, Any], names: DutyNames) -> DutyLine:
    """A row of duties. Raises :class:`Wrong`."""
    region = values["region"]
    if region not in names.regions:
        raise Wrong(say("There is no area %(code)s in your area.", code=region))
    unit = names.units.get(values["unit"])
    if unit is None:
        known = values["unit"] in names.units
        raise Wrong(
            say("Two units are called “%(name)s”.", name=values["unit"])
            if known
            else say("There is no unit “%(name)s” in your area.", name=values["unit"])
        )
    category, class_code = _matter(values, names)
    weekdays = read_weekdays(values.get("weekdays"))
    starts_at, ends_at = read_time(values.get("starts_at")), read_time(values.get("ends_at"))
    since, until = values.get("since") or names.since, values.get("until")
    demand(why_not_duty(weekdays, starts_at, ends_at, since, until))
    demand(why_not_span(since, until))
    return DutyLine(
        number, region, category, class_code, weekdays, starts_at, ends_at, unit, since, until
    )


def _matter(values: Mapping[str, Any], names: DutyNames) -> tuple[UUID | None, str]:
    major, minor = values.get("class_code") or "", values.get("code") or ""
    if minor:
        code = full_code(major, minor)
        if (found := names.categories.get(code)) is None:
            raise Wrong(say("There is no category %(code)s in the catalogue.", code=code))
        return found, ""
    if major and (major := major.zfill(2)) not in names.classes:
        raise Wrong(say("There is no class %(code)s.", code=major))
    return None, major


_DIGITS = {sign: str(n) for n, sign in enumerate("一二三四五六日", 1)} | {"天": "7"}
_RANGE = re.compile(r"([1-7])[至到~\-]([1-7])")


def read_weekdays(text: str | None) -> str:
    """Weekdays as digits from ``12345``, ``周一至周五``, ``一三五`` or ``每天``.

    Raises :class:`Wrong`.
    """
    plain = re.sub(r"每天|全周|星期|周|[\s,、]", "", unicodedata.normalize("NFKC", text or ""))
    if not plain:
        return ALL_WEEK
    digits = "".join(_DIGITS.get(sign, sign) for sign in plain)
    digits = _RANGE.sub(lambda found: _between(found[1], found[2]), digits)
    if not set(digits) <= set(ALL_WEEK):
        raise Wrong(say("“%(text)s” names no days of the week.", text=(text or "")[:40]))
    return "".join(sorted(set(digits)))


def _between(first: str, last: str) -> str:
    days = ALL_WEEK[ALL_WEEK.index(first) :] + ALL_WEEK[: ALL_WEEK.index(first)]
    return days[: days.index(last) + 1]


def read_time(text: str | None) -> time | None:
    """A time of day such as ``8:30`` or ``08:30:00``. Raises :class:`Wrong`."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2}):(\d{2})(:\d{2})?", unicodedata.normalize("NFKC", text).strip())
    try:
        if found is not None:
            return time(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise Wrong(say("“%(text)s” isn't a time. Write it as 08:30.", text=text[:20]))
