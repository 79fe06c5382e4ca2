"""Base counts of cases (基本数), each defined once: over which fact, which rows, whose work.

A count is a condition on a row, so what is counted by the group and what a number opens to are the
same rows. Names and most definitions are those of a complete implementation in use whose comments
read like GB/T 30428.4 (second-hand); where it is silent the definition is this product's own. See
``docs/domains/evaluation.md``.
"""

from ibis.expr.types import BooleanValue, Table

from wangge.cases.rules import UNFILED, WORKING
from wangge.insight.figures.counts.endings import DISPATCHES, ENDINGS
from wangge.insight.figures.counts.files import FILINGS
from wangge.insight.figures.counts.model import Count, in_time, values_of
from wangge.insight.figures.counts.reports import CALLS, REPORTS

COUNTS: dict[str, Count] = {
    count.key: count for count in (*REPORTS, *FILINGS, *ENDINGS, *CALLS, *DISPATCHES)
}
"""All base counts by key."""


def is_inside(part: str, whole: str) -> bool:
    """Whether every row of one count is known to be a row of another."""
    while part and part != whole:
        part = COUNTS[part].inside
    return part == whole


def rows_in(table: Table, count: str, of: str = "") -> BooleanValue:
    """Which rows a count has; with ``of`` only those that are in that count too.

    A rate counts in its numerator only what is in its denominator, so that it lies within 100 and
    its two halves are a list each.
    """
    kept = COUNTS[count].keep(table)
    return kept if not of or is_inside(count, of) else kept & COUNTS[of].keep(table)


OPEN_STAGES = values_of(*UNFILED, *WORKING)
"""Stages in which a case still needs somebody; wholes that were split aren't, their parts are."""

__all__ = ["COUNTS", "OPEN_STAGES", "Count", "in_time", "is_inside", "rows_in"]
