"""Which measure a wording means, and how units relate. Pure.

Two words for one thing are never guessed: 清理 and 清运 are the same only where the catalogue, or
a person who mapped a wording once, says so. What is dropped before comparing are quotation marks
and 各类/各种, as the conventions of message reading do.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say

MARKS = re.compile(r"[“”\"'‘’《》「」『』()()\s]|各类|各种|各式")
OWN = re.compile(r"^(?:我|本|我们|辖区|全)?(?:社区|街道|村|辖区|小区|网格)(?:内|里)?的?")


class Section(Choice):
    """How measures are grouped on screens and in briefs."""

    CLEANUP = "cleanup", N_("Clean-up")
    ORDER = "order", N_("Order and traffic")
    SAFETY = "safety", N_("Safety")
    REPAIR = "repair", N_("Repair and greening")
    PUBLICITY = "publicity", N_("Publicity")
    STOREFRONTS = "storefronts", N_("Storefronts")
    VOLUNTEERS = "volunteers", N_("Volunteers")
    VISITS = "visits", N_("Visits and disputes")
    INSPECTION = "inspection", N_("Inspection and rectification")
    FORCES = "forces", N_("People and vehicles sent out")


def _alike(units: str) -> dict[str, Decimal]:
    return dict.fromkeys(units.split(), Decimal(1))


FAMILIES: tuple[Mapping[str, Decimal], ...] = (
    {
        "吨": Decimal(1),
        "公斤": Decimal("0.001"),
        "千克": Decimal("0.001"),
        "斤": Decimal("0.0005"),
        "克": Decimal("0.000001"),
    },
    _alike("平方米 平米 ㎡ 平方 m²") | {"公顷": Decimal(10000)},
    _alike("立方米 立方 方 m³"),
    _alike("米 延米") | {"公里": Decimal(1000), "千米": Decimal(1000)},
    {"元": Decimal(1), "万元": Decimal(10000)},
    _alike("小时 个小时"),
    _alike("人 名 位"),
    _alike("家 户 间"),
    _alike("户次 家次"),
    _alike("车 车次"),
    _alike("辆次 台次 车辆次"),
    _alike("次 场 场次 轮 轮次"),
    _alike(
        "个 条 张 处 份 块 只 幅 棵 株 辆 台 件 起 例 宗 项 "
        "具 套 盏 口 座 册 本 面 根 组 篇 羽 艘 桶 袋"
    ),
)
"""Units that count the same thing, with their size in the first one. The last group are words by
the shape of a thing, of which Chinese lets the writer choose: 35张小广告 are 35条."""
_FAMILY = {unit: number for number, family in enumerate(FAMILIES) for unit in family}


def unit_factor(read: str, counted: str) -> Decimal | None:
    """What an amount in one unit is multiplied by to stand in another; None where it can't.

    Units of one family convert (公斤 → 吨, 张 → 条); anything else doesn't mix: 人次 aren't 名,
    车 aren't 吨, and a unit nobody knows is only equal to itself.
    """
    if read == counted:
        return Decimal(1)
    family = _FAMILY.get(read)
    if family is None or family != _FAMILY.get(counted):
        return None
    return FAMILIES[family][read] / FAMILIES[family][counted]


def why_not_unit(read: str, counted: str) -> Said | None:
    """Why an amount in one unit can't be counted under a measure in another."""
    if unit_factor(read, counted) is not None:
        return None
    return say(
        "An amount in %(read)s can't be counted in %(counted)s. "
        "Choose a measure in %(read)s, or enter the amount by hand.",
        read=read,
        counted=counted,
    )


def bare(text: str | None) -> str:
    """A wording without quotation marks, 各类 and 我社区, for comparing."""
    plain = MARKS.sub("", text or "")
    return OWN.sub("", plain) or plain


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to write a measure; ``factor`` turns an amount in ``unit`` into the measure's."""

    measure: str
    verb: str
    object: str
    unit: str
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The measure that a wording means, and what its amounts are multiplied by."""

    measure: str
    factor: Decimal = Decimal(1)


@dataclass(slots=True)
class Lexicon:
    """Every wording of the catalogue, ready to look a reading up.

    The first of two wordings that look alike wins, so what a person taught comes first.
    """

    exact: dict[tuple[str, str, str], Meaning] = field(default_factory=dict)
    loose: dict[tuple[str, str], list[tuple[str, Meaning]]] = field(default_factory=dict)

    @classmethod
    def of(cls, wordings: Iterable[Wording]) -> "Lexicon":
        """The lexicon of some wordings, earlier ones before later ones."""
        lexicon = cls()
        for wording in wordings:
            meaning = Meaning(wording.measure, wording.factor)
            verb, thing = bare(wording.verb), bare(wording.object)
            lexicon.exact.setdefault((verb, thing, wording.unit), meaning)
            lexicon.loose.setdefault((verb, thing), []).append((wording.unit, meaning))
        return lexicon

    def meaning(self, verb: str | None, thing: str | None, unit: str) -> Meaning | None:
        """The measure of a reading, or None where nobody has said so yet.

        Tried in turn: verb, object and unit; verb and object in a unit that converts; object and
        unit alone, for wordings that are entered without a verb.
        """
        said, what = bare(verb), bare(thing)
        for key in ((said, what), ("", what)):
            found = self.exact.get((*key, unit)) or self._converted(key, unit)
            if found is not None:
                return found
        return None

    def _converted(self, key: tuple[str, str], unit: str) -> Meaning | None:
        if key == ("", ""):
            return None
        for counted, meaning in self.loose.get(key, ()):
            factor = unit_factor(unit, counted)
            if factor is not None:
                return Meaning(meaning.measure, meaning.factor * factor)
        return None


def why_not_new_measure(
    code: str, verb: str, thing: str, unit: str, since: date, until: date | None
) -> Said | None:
    """Why a measure can't be entered."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", code):
        return say("A code begins with a letter and has 2 to 40 of a–z, 0–9 and _.")
    if not verb.strip() or not thing.strip() or not unit.strip():
        return say("A measure needs a verb, an object and a unit.")
    if until is not None and until < since:
        return say("A measure can't end before it begins.")
    return None


def why_not_valid(name: str, since: date, until: date | None, day: date) -> Said | None:
    """Why a measure doesn't count work of a day."""
    if day < since:
        return say("“%(name)s” counts work from %(day)s on.", name=name, day=since.isoformat())
    if until is not None and day > until:
        return say("“%(name)s” counted work until %(day)s.", name=name, day=until.isoformat())
    return None
