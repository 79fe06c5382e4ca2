"""The catalogue as the package brings it, and what a row of it must be. Pure.

Every row of ``cases/data`` carries its source and how sure it is; nothing in these files was read
in a standard's own text. See ``docs/domains/cases-catalogue.md``.
"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib.resources import files

from wangge.cases.rules.facts import LimitUnit
from wangge.kernel.words import Said, say

STANDARD = "GB/T 47678.5-2026"
FIRST_DAY = date(2019, 1, 1)
"""From when the package's catalogue may be used: the first year of its calendar, so that cases
brought over from years before the edition can be filed under it."""
LOCAL_SUFFIX = "（自定义）"
LOCAL_FIRST, LOCAL_LAST = 80, 999
"""Minor codes left to local extensions, counted down from the top (second-hand)."""
CLASS_2013 = {"06": "01", "07": "02", "08": "03", "09": "04"}
"""Classes of matters of 2026 and the class of the same minors in GB/T 30428.2-2013 (inferred)."""
DEFAULT_CONDITION = "一般情形"
"""The name of the condition a category gets where no published practice was found."""

_CODE = re.compile(r"\d{5}")


def packaged(name: str) -> Iterator[dict[str, str]]:
    """The rows of a data file of this package."""
    with files("wangge.cases").joinpath("data", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def why_not_local(code: str, name: str, classes: frozenset[str]) -> Said | None:
    """Why this can't be a category of the office's own.

    National codes are the standard's: local ones use minors 080 to 999 of a known class.
    """
    if not _CODE.fullmatch(code) or code[:2] not in classes:
        return say("A code is a class of the catalogue and three digits, such as 06998.")
    if not LOCAL_FIRST <= int(code[2:]) <= LOCAL_LAST:
        return say("Local categories use the minor codes 080 to 999; lower ones are national.")
    if not name.removesuffix(LOCAL_SUFFIX).strip():
        return say("Give the category a name.")
    return None


def local_name(name: str) -> str:
    """The name of a local extension, with the suffix that marks it."""
    return name.strip().removesuffix(LOCAL_SUFFIX).strip() + LOCAL_SUFFIX


def next_local(class_code: str, taken: frozenset[str]) -> str:
    """The next free local code of a class, counted down from 999."""
    for minor in range(LOCAL_LAST, LOCAL_FIRST - 1, -1):
        if (code := f"{class_code}{minor:03d}") not in taken:
            return code
    return ""


def why_not_limit(limit: Decimal | None, unit: LimitUnit | None) -> Said | None:
    """Why this can't be a limit."""
    if limit is None or unit is None:
        return say("Give a limit and its unit.")
    if limit <= 0 or not limit.is_finite():
        return say("A limit must be more than nothing.")
    if limit >= 100_000:
        return say("A limit this long is none.")
    return None


MOST_EXTENSIONS = 9


def why_not_extensions(most: int) -> Said | None:
    """Why a limit can't be extended this often (延时: once, unless the office allows more)."""
    if 0 <= most <= MOST_EXTENSIONS:
        return None
    return say("A limit may be extended 0 to %(most)s times.", most=MOST_EXTENSIONS)


def why_not_span(since: date, until: date | None) -> Said | None:
    """Why a row can't hold from one day to another."""
    if until is not None and until < since:
        return say("The last day must not be before the first.")
    return None


def why_not_since(since: date, before: date | None, today: date) -> Said | None:
    """Why a change can't hold from a day: never backwards, and only after the row it follows."""
    if since < today:
        return say("A change can't hold from a day that is past.")
    if before is not None and since <= before:
        return say("What it follows began on %(day)s; choose a later day.", day=str(before))
    return None
