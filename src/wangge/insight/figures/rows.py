"""The rows behind a number: the same definition, the same filter, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ibis.expr.types import Table

from wangge.campaigns.rules import RoundState, TaskState
from wangge.cases.rules import Stage
from wangge.insight.figures import engine
from wangge.insight.figures.asking import Named, ask
from wangge.insight.figures.model import Answer, Words
from wangge.insight.figures.registry import FIGURES
from wangge.insight.figures.trend import records_by_day
from wangge.kernel.subjects import url_of
from wangge.kernel.words import Qualifier, official
from wangge.people.rules import Acting
from wangge.places.queries import names

PAGE = 50
CHUNK = 5_000
"""Rows that an export reads at a time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list of rows. ``numeric`` ones stand at the right."""

    name: str
    label: Words
    numeric: bool = False


DAY = Column("day", Words("日期", "Day"))
AREA = Column("area", Words("社区", "Community"))
CAMPAIGN = Column("campaign_name", Words("专项行动", "Campaign"))
PLACE = Column("place_name", Words("场所", "Place"))
STATE = Column("state", Words("状态", "State"))
WORK = (
    DAY,
    Column("what", Words("事项", "Work")),
    Column("amount", Words("数量", "Amount"), numeric=True),
    Column("measured", Words("计量", "In words")),
    AREA,
    PLACE,
    CAMPAIGN,
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    "work": WORK,
    "draft": (*WORK[:4], AREA),
    "task": (
        Column("week", Words("轮次起始日", "Week of")),
        CAMPAIGN,
        PLACE,
        AREA,
        STATE,
        Column("due_on", Words("应完成日期", "Due")),
        Column("done_day", Words("完成日期", "Done")),
        Column("weeks_carried", Words("结转周数", "Weeks carried"), numeric=True),
    ),
    "place": (
        Column("name", Words("名称", "Name")),
        Column("kind_name", Words("类型", "Kind")),
        AREA,
        Column("grid", Words("网格", "Grid")),
    ),
    "campaign": (
        Column("number", Words("序号", "No."), numeric=True),
        Column("name", Words("专项行动", "Campaign")),
    ),
    "round": (
        Column("number", Words("轮次", "Round"), numeric=True),
        Column("starts_on", Words("开始", "Begins")),
        Column("ends_on", Words("结束", "Ends")),
        Column("days", Words("天数", "Days"), numeric=True),
        STATE,
    ),
    "message": (DAY, Column("text", Words("内容", "Text")), AREA),
    "case": (
        Column("number", Words("案卷号", "Number")),
        DAY,
        Column("category_name", Words("类别", "Category")),
        AREA,
        Column("address", Words("地址", "Address")),
        STATE,
    ),
}
"""What a list of the rows of each fact shows."""

SUBJECTS = {
    "work": "worklog.record",
    "draft": "worklog.record",
    "message": "worklog.message",
    "task": "campaigns.task",
    "place": "places.place",
    "campaign": "campaigns.campaign",
    "round": "campaigns.round",
    "case": "cases.case",
}
_STATES = {
    "task": {state.value: state.label for state in TaskState},
    "round": {state.value: state.label for state in RoundState},
    "case": {stage.value: stage.label for stage in Stage},
}
OPEN_SLOT = Words("(待定)", "(open slot)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its page (empty where it has none) and its cells by column name."""

    id: UUID
    url: str
    cells: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """A stretch of the rows behind ``answer``. ``following`` asks for the next."""

    answer: Answer
    columns: tuple[Column, ...]
    lines: list[Line]
    following: str


def rows_of(
    key: str,
    *,
    user: Acting,
    programme: Named,
    until: date,
    since: date | None = None,
    region: str = "",
    after: str = "",
    size: int = PAGE,
) -> Rows:
    """The rows that a figure is made of, newest first, and the figure added up from them.

    Asked like :func:`ask`; raises what it raises.
    """
    figure = FIGURES.get(key)
    question: dict[str, Any] = {
        "programme": programme,
        "until": until,
        "since": since,
        "region": region,
    }
    answer = ask([key], user=user, records=bool(figure and figure.measure), **question)[key]
    lines = _page(answer, after, size + 1)
    following = _token(answer, lines[size - 1]) if len(lines) > size else ""
    return Rows(answer, COLUMNS[answer.figure.fact], lines[:size], following)


def all_rows(answer: Answer) -> Iterator[Line]:
    """Every row behind an answer, for an export; read in chunks."""
    after = ""
    while lines := _page(answer, after, CHUNK):
        yield from lines
        after = _token(answer, lines[-1])


def _token(answer: Answer, line: Line) -> str:
    """The key of a row in the order of the list: its id, after its day where days come first."""
    return f"{line.cells['day']}~{line.id}" if answer.figure.summed else str(line.id)


def _page(answer: Answer, after: str, size: int) -> list[Line]:
    shape = engine.shape_of(answer.scope)
    seen = _key(after, answer.figure.summed)
    values = engine.parameters(answer.scope)
    if seen is not None:
        values |= {"after": engine.key_of(seen[1]), "last": str(seen[0])}
    if answer.figure.summed:
        first = _first_day(answer, seen, size)
        if first is None:
            return []
        values["first"] = first.isoformat()
    make = day_expression if answer.figure.summed else page_expression
    statement = engine.statement(make, answer.key, shape, seen is not None, size)
    found = engine.run(statement, values)
    areas = names(row["community"] for row in found if row.get("community"))
    return [_line(answer.figure.fact, row, areas) for row in found]


def _first_day(answer: Answer, seen: tuple[date, UUID] | None, size: int) -> date | None:
    """The day back to which a page has to look, by the daily sums; None past the last row.

    So a page reads a few days of a million records instead of sorting them all. The day of the
    last row seen may have none left, so it doesn't count.
    """
    counted = 0
    reached = None
    for day, count in records_by_day(answer.key, answer.scope):
        if seen is None or day <= seen[0]:
            reached = day
            counted += count if seen is None or day < seen[0] else 0
            if counted >= size:
                break
    return reached


def page_expression(key: str, shape: engine.Shape, after: bool, size: int) -> Table:
    """The rows of a figure by id, newest first, from a key on."""
    rows = engine.rows_for(FIGURES[key], shape)
    if after:
        rows = rows.filter(rows.id < ":after")
    return rows.order_by(rows.id.desc()).limit(size)


def day_expression(key: str, shape: engine.Shape, after: bool, size: int) -> Table:
    """Records of a figure by day and id, newest first, back to a day and from a key on."""
    rows = engine.rows_for(FIGURES[key], shape, "fact_work" if shape.doer else "fact_line")
    rows = rows.filter(rows.day >= engine.day_named("first"))
    if after:
        last = engine.day_named("last")
        rows = rows.filter(rows.day <= last)
        rows = rows.filter((rows.day < last) | (rows.id < ":after"))
    return rows.order_by(rows.day.desc(), rows.id.desc()).limit(size)


def _key(text: str, by_day: bool) -> tuple[date, UUID] | None:
    """Day and id of the last row seen, None from the top; what can't be read starts there too."""
    day, _, id = text.rpartition("~")
    try:
        return (date.fromisoformat(day) if by_day else date.min), UUID(id)
    except ValueError:
        return None


def _line(fact: str, row: dict[str, Any], areas: dict[str, str]) -> Line:
    id = UUID(str(row["id"]))
    cells = dict(row)
    for name in ("day", "week", "due_on", "done_day", "starts_on", "ends_on"):
        if name in cells:
            cells[name] = engine.day(cells[name])
    if "community" in cells:
        cells["area"] = areas.get(row["community"], row["region"])
    if "amount" in cells:
        amount = engine.number(cells["amount"]) or Decimal(0)
        cells |= {
            "amount": amount,
            "what": f"{row['verb']}{row['object']}",
            "measured": official(amount, row["unit"], Qualifier(row["qualifier"])),
        }
    if fact in _STATES:
        state = row["stage"] if fact == "case" else row["state"]
        cells["state_value"] = state
        cells["state"] = _STATES[fact].get(state, state)
    if fact == "campaign":
        cells["name"] = cells["name"] or str(OPEN_SLOT)
    return Line(id, url_of(SUBJECTS[fact], id), cells)
