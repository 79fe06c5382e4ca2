"""Codes as trees, and what a place may be. Pure.

The first 12 digits are the national statistical code (province 2, city 2, county 2, subdistrict
3, community 3); a grid adds 3: GB/T 30428.1's 15-digit grid code (second-hand: read in a local
copy, not in the standard itself).
"""

from wangge.kernel.choices import Choice
from wangge.kernel.words import N_, Said, say

KEEP_PLACES = "keep_places"
"""The right to keep the register of places; posts get it in ``people.rules``."""


class Level(Choice):
    """A level of the tree, by the length of its code."""

    PROVINCE = "province", N_("Province")
    CITY = "city", N_("City")
    COUNTY = "county", N_("District")
    STREET = "street", N_("Subdistrict")
    COMMUNITY = "community", N_("Community")
    GRID = "grid", N_("Grid")


LENGTHS = {
    2: Level.PROVINCE,
    4: Level.CITY,
    6: Level.COUNTY,
    9: Level.STREET,
    12: Level.COMMUNITY,
    15: Level.GRID,
}


class Sureness(Choice):
    """How far a stated fact can be trusted; shown wherever the fact is."""

    FOUND = "found", N_("Found in its source")
    SECOND_HAND = "second_hand", N_("Second-hand")
    INFERRED = "inferred", N_("Inferred")
    RECALLED = "recalled", N_("Recalled")
    FICTITIOUS = "fictitious", N_("Fictitious")
    LOCAL = "local", N_("Entered by this office")


def level_of(code: str) -> Level | None:
    """The level of a code, or None where it has no level's length or is no number."""
    return LENGTHS.get(len(code)) if code.isascii() and code.isdigit() else None


def parent_of(code: str) -> str:
    """The code one level up; empty for a province."""
    shorter = [length for length in LENGTHS if length < len(code)]
    return code[: max(shorter)] if shorter else ""


def is_under(code: str, prefix: str) -> bool:
    """Whether a code lies in a region (or is it); the empty prefix is the whole country."""
    return code.startswith(prefix)


def why_not_code(code: str, level: Level) -> Said | None:
    """Why a code can't be one of ``level``."""
    if level_of(code) is level:
        return None
    length = next(length for length, known in LENGTHS.items() if known is level)
    return say(
        "A code of this level has %(length)s digits; this is “%(code)s”.", length=length, code=code
    )
