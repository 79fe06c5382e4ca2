"""Codes as trees, what may be entered, and how files of regions and shapes are read. Pure."""

from wangge.places.rules.codes import (
    KEEP_PLACES,
    LENGTHS,
    Level,
    Sureness,
    is_under,
    level_of,
    parent_of,
    why_not_code,
)
from wangge.places.rules.register import (
    common_code,
    grid_subject,
    is_manual_kind,
    why_not_close,
    why_not_grid,
    why_not_inside,
    why_not_long,
    why_not_name,
    why_not_part,
)

__all__ = [
    "KEEP_PLACES",
    "LENGTHS",
    "Level",
    "Sureness",
    "common_code",
    "grid_subject",
    "is_manual_kind",
    "is_under",
    "level_of",
    "parent_of",
    "why_not_close",
    "why_not_code",
    "why_not_grid",
    "why_not_inside",
    "why_not_long",
    "why_not_name",
    "why_not_part",
]
