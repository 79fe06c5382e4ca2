"""Finding numbers with their hedges and units.

Covers digits, full-width digits, decimals, thousands separators, 万/千/百/亿, 1万6千余, Chinese
numerals, 两, 半, 百分之, ranges, and hedges on either side, also doubled (约近, 约…多). Works on
the normalised text, which has the same length as the original, so spans fit both.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from wangge.kernel.words import Qualifier

from .units import NOT_BEFORE, SINGLE_NUMERAL, UNITS

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
SCALES = {"十": 10, "百": 100, "千": 1000}
GREAT = {"万": 10_000, "亿": 100_000_000}
CHINESE = "零〇一二两三四五六七八九十百千万亿"

BEFORE = (
    r"(?:大约|将近|接近|不少于|不低于|超过|多达|(?<![签预契违履公邀失制节])约"
    r"|(?<![附临就最邻靠])近|超|逾)"
)
"""Hedges before a number, but not the ends of 签约, 节约, 附近."""

BETWEEN = r"[余多来]"
AFTER = r"(?:左右|以上|上下|之多|有余)"
SCALE = r"(?:百万|千万|十万|百亿|千亿|万亿|[万亿百]|千(?![米克瓦]))"
ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?: \d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?(?!\d)"
"""Bounded on both sides, so that a long run of digits costs no more than its length."""

SPELLED = rf"(?<![{CHINESE}])[{CHINESE}]{{1,12}}(?![{CHINESE}])"


def unit_pattern(unit: str) -> str:
    """A unit, unless the characters behind it make it another word (3部门)."""
    other = NOT_BEFORE.get(unit)
    return re.escape(unit) + (f"(?!{other})" if other else "")


MISTYPED = r"各(?=[,。;、]|$)"
"""28各 for 28个 is met in published text; the unit is kept as written."""

ONE_UNIT = "(?:" + "|".join([*(unit_pattern(unit) for unit in UNITS), MISTYPED]) + ")"
SECOND = (
    r"(?:\((?:" + "|".join(unit for unit in UNITS if len(unit) == 1 and unit != "分") + r")\))?"
)
UNIT = f"(?:{ONE_UNIT}{SECOND})"
"""A unit, with the other one that is meant in brackets: 780袋(次), 340个(组)."""

FIGURE = re.compile(
    rf"(?P<before>{BEFORE}{{0,2}}) ?"
    rf"(?:(?P<low>{ARABIC}) ?(?P<lowscale>{SCALE}?)(?P<lowunit>{UNIT}?)"
    r" ?(?:-{1,2}|~|—{1,2}|–|至|到) ?)?"
    rf"(?:(?P<number>{ARABIC}) ?(?P<over1>{BETWEEN}?) ?(?P<scale>{SCALE}?)"
    rf"(?:(?P<number2>\d)(?P<scale2>[千百]))?"
    rf"|(?P<percent>百分之)?(?P<chinese>{SPELLED}(?:点{SPELLED})?))"
    rf" ?(?P<over2>{BETWEEN}?) ?(?P<scale3>[万亿]?)"
    rf"(?P<unit>{UNIT})?"
    rf"(?P<half>半(?![年月天日个小径夜岛]))?"
    rf"(?P<over3>[余多](?=[,。;、)\s]|$))? ?(?P<after>{AFTER}?)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number with unit, where it stands, and how exact it claims to be."""

    start: int
    end: int
    core: int
    amount: Decimal
    amount_max: Decimal | None
    unit: str
    unit_at: tuple[int, int]
    """Where the unit stands, to give it as written; an empty span when it is only implied."""
    qualifier: Qualifier
    hedge: str
    chinese: str


def normalise(text: str) -> str:
    """Map full-width forms to ASCII one to one, so that every span keeps its place."""
    return text.translate(WIDTH)


WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2009: 0x20,
    0x09: 0x20,
    ord("﹪"): ord("%"),
    ord("㎥"): ord("㎥"),
}


def chinese_value(text: str) -> Decimal | None:
    """百二十 → 120, 一万五千 → 15000, 三万二 → 32000; None when it isn't one number."""
    whole, _, fraction = text.partition("点")
    value = _chinese_whole(whole)
    if value is None or not fraction:
        return value
    places = "".join(str(DIGITS[c]) for c in fraction if c in DIGITS)
    return value + Decimal(f"0.{places}") if len(places) == len(fraction) else None


def _chinese_whole(text: str) -> Decimal | None:
    if not text:
        return None
    if not any(c in SCALES or c in GREAT for c in text):
        return Decimal(DIGITS[text]) if len(text) == 1 else _spelled(text)
    total = section = digit = 0
    last = 1
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
            last = 1 if c in "零〇" else last
        elif c in SCALES:
            section += (digit or 1) * SCALES[c]
            last, digit = SCALES[c], 0
        else:
            total = (total + section + digit or 1) * GREAT[c]
            last, section, digit = GREAT[c], 0, 0
    # 百二 is 120 and 三万二 is 32000: a last digit counts the next smaller scale
    tail = digit * (last // 10 if last > 10 else 1)
    return Decimal(total + section + tail)


def _spelled(text: str) -> Decimal | None:
    """二〇二〇 is spelled out like a year; 三四 is a vague pair, not a number."""
    return Decimal("".join(str(DIGITS[c]) for c in text)) if len(text) > 3 else None


def scale_value(text: str) -> int:
    """百万 → 1,000,000."""
    value = 1
    for c in text:
        value *= SCALES.get(c) or GREAT.get(c, 1)
    return value


def numbers(text: str) -> list[Number]:
    """Every number with a unit in normalised text, left to right, without overlap."""
    found = []
    for match in FIGURE.finditer(text):
        number = _number(match, text)
        if number is not None:
            found.append(number)
    return found


def _number(match: re.Match[str], text: str) -> Number | None:
    unit = match["unit"] or ("%" if match["percent"] else "")
    if not unit or (match["chinese"] and not _chinese_allowed(match, text)):
        return None
    amount = _amount(match)
    if amount is None:
        return None
    low = _low(match)
    if low is not None and low >= amount:
        return None
    if match["half"] and low is None:
        amount += Decimal("0.5")
    hedges = [match["before"], match["over1"], match["over2"], match["over3"], match["after"]]
    written = "".join(hedge or "" for hedge in hedges)
    surface = match.group()
    return Number(
        start=match.start() + len(surface) - len(surface.lstrip()),
        end=match.start() + len(surface.rstrip()),
        core=match.start("low") if low is not None else _core(match),
        amount=amount if low is None else low,
        amount_max=None if low is None else amount,
        unit=unit,
        unit_at=match.span("unit") if match["unit"] else (0, 0),
        qualifier=qualifier(written),
        hedge=written,
        chinese=match["chinese"] or "",
    )


def _core(match: re.Match[str]) -> int:
    return match.start("number") if match["number"] else match.start("chinese")


def _amount(match: re.Match[str]) -> Decimal | None:
    if match["chinese"]:
        value = chinese_value(match["chinese"])
        return None if value is None else value * scale_value(match["scale3"] or "")
    amount = Decimal(match["number"].replace(",", "").replace(" ", "")) * scale_value(
        match["scale"] or ""
    )
    if match["number2"]:
        amount += Decimal(match["number2"]) * scale_value(match["scale2"])
    return amount * scale_value(match["scale3"] or "")


def _low(match: re.Match[str]) -> Decimal | None:
    if match["low"] is None or match["number"] is None:
        return None
    scale = match["lowscale"] or match["scale"] or match["scale3"] or ""
    return Decimal(match["low"].replace(",", "").replace(" ", "")) * scale_value(scale)


def _chinese_allowed(match: re.Match[str], text: str) -> bool:
    """Chinese numerals are mostly words (第一, 统一, 三无); take them only where they count."""
    chinese, start = match["chinese"], match.start("chinese")
    hedged = match["before"] or match["over2"] or match["after"]
    if start and text[start - 1] in "第统逐唯专同万数几初周每某之另这那哪该此前后上下头":
        return bool(match["percent"] or match["before"])
    if chinese in {"百", "千", "万", "亿", "十万", "百万", "千万"}:
        return bool(match["over2"] or match["before"])
    if match["percent"] or len(chinese) > 1 or hedged:
        return True
    return match["unit"] in SINGLE_NUMERAL and chinese != "零"


def qualifier(hedge: str) -> Qualifier:
    """A rough word outweighs a lower bound: 约1万多 claims no bound."""
    if any(c in hedge for c in ("约", "近", "左右", "上下")):
        return Qualifier.ABOUT
    return Qualifier.OVER if hedge else Qualifier.EXACT
