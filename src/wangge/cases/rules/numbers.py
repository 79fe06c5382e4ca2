"""Case numbers. Pure.

No national rule for them was found; ``PJ-20200902-0001`` is this product's own: letters of the
subdistrict, day, sequence of the day.
"""

from datetime import date

from pypinyin import Style, lazy_pinyin

ENDINGS = ("街道办事处", "街道", "镇", "乡")


def prefix_of(name: str) -> str:
    """Initials of a subdistrict without its ending: 普吉街道 → PJ."""
    for ending in ENDINGS:
        if len(name) > len(ending) and name.endswith(ending):
            name = name.removesuffix(ending)
            break
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="default"))
    return "".join(c for c in letters.upper() if c.isascii() and c.isalnum())[:12] or "WG"


def number_of(prefix: str, day: date, sequence: int) -> str:
    """The number of a day's case; more than 9,999 simply grow longer."""
    return f"{prefix}-{day:%Y%m%d}-{sequence:04d}"


def part_number(number: str, part: int) -> str:
    """The number of a part of a case that was split."""
    return f"{number}-{part}"
