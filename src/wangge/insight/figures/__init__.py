"""Published numbers, each defined once: ask them, open them, list them."""

from wangge.campaigns.models import Programme
from wangge.insight.figures.asking import ask, programme_named, region_name, scope_of
from wangge.insight.figures.listing import table
from wangge.insight.figures.model import Answer, Figure, Period, Scope, Words
from wangge.insight.figures.registry import FIGURES, PUBLISHED, REPORTED, SECTIONS
from wangge.insight.figures.rows import Column, Line, Rows, all_rows, rows_of

__all__ = [
    "FIGURES",
    "PUBLISHED",
    "REPORTED",
    "SECTIONS",
    "Answer",
    "Column",
    "Figure",
    "Line",
    "Period",
    "Programme",
    "Rows",
    "Scope",
    "Words",
    "all_rows",
    "ask",
    "programme_named",
    "region_name",
    "rows_of",
    "scope_of",
    "table",
]
