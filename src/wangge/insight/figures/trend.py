"""How much was recorded in each week, for a line over the whole programme."""

from collections import defaultdict
from datetime import date

from ibis.expr.types import Table

from wangge.insight.figures import engine
from wangge.insight.figures.model import Scope
from wangge.insight.figures.registry import FIGURES
from wangge.kernel.clock import week_of


def weekly(key: str, scope: Scope) -> dict[date, int]:
    """The value of a figure that adds up, by the Monday of each week that has any.

    ``scope`` comes from :func:`.asking.scope_of`, which has cut it to somebody's area.
    """
    statement = engine.statement(by_day, key, engine.shape_of(scope))
    weeks: dict[date, int] = defaultdict(int)
    for line in engine.run(statement, engine.parameters(scope)):
        day = engine.day(line["day"])
        if day is not None and int(line["value"]):
            weeks[week_of(day).start] += int(line["value"])
    return dict(weeks)


def by_day(key: str, shape: engine.Shape) -> Table:
    """A figure's value for each day; the figure must add up over days."""
    figure = FIGURES[key]
    rows = engine.summed_rows(figure, shape)
    return rows.group_by("day").aggregate(value=figure.value, rows=engine.count_of)


def records_by_day(key: str, scope: Scope) -> list[tuple[date, int]]:
    """How many records a figure that adds up has on each day, the latest first."""
    statement = engine.statement(by_day, key, engine.shape_of(scope))
    found = engine.run(statement, engine.parameters(scope))
    counts = [(engine.day(line["day"]), int(line["rows"])) for line in found]
    return sorted(((day, count) for day, count in counts if day and count), reverse=True)
