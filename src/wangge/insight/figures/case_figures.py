"""Figures of cases, made of the base counts that evaluation uses too."""

from ibis.expr.types import Scalar, Table

from wangge.insight.figures.counts import COUNTS, OPEN_STAGES, rows_in
from wangge.insight.figures.model import Figure, Period, Words
from wangge.insight.figures.tables import Facts

_WHOSE = Words("辖区内期内上报的案件，不分方案。", "Cases reported in the area in the period.")


def _count(rows: Table) -> Scalar:
    return rows.count()


def _counted(key: str, count: str) -> Figure:
    """How many cases a base count has."""
    base = COUNTS[count]
    return Figure(
        key=key,
        section="cases",
        name=base.name,
        unit="件",
        definition=Words(f"{_WHOSE.zh}{base.says.zh}", f"{_WHOSE.en} {base.says.en}"),
        fact="case",
        rows=lambda facts: facts.case.filter(rows_in(facts.case, count)),
        value=_count,
    )


def _rate(key: str, name: Words, part: str, whole: str) -> Figure:
    """The share of one base count that is in another too; its rows are those of the whole."""
    top, bottom = COUNTS[part], COUNTS[whole]

    def value(rows: Table) -> Scalar:
        return rows.count(where=rows_in(rows, part)) * 100.0 / rows.count().nullif(0)

    return Figure(
        key=key,
        section="cases",
        name=name,
        unit="%",
        definition=Words(
            f"{_WHOSE.zh}{top.name.zh}占{bottom.name.zh}的比例；没有时不作统计。",
            f"{_WHOSE.en} “{top.name.en}” of “{bottom.name.en}”; no value where there were none.",
        ),
        fact="case",
        rows=lambda facts: facts.case.filter(rows_in(facts.case, whole)),
        value=value,
        percent=True,
    )


def _open(facts: Facts) -> Table:
    return facts.case.filter(facts.case.stage.isin(OPEN_STAGES))


CASE_FIGURES = (
    _counted("cases_reported", "report"),
    _counted("cases_filed", "filed"),
    _counted("cases_closed", "closed"),
    _counted("cases_reworked", "reworked"),
    _counted("cases_recurring", "recurring"),
    _rate("case_closing_rate", Words("结案率", "closing rate"), "closed", "need_close"),
    _rate(
        "case_on_time_rate", Words("按期结案率", "closed in time"), "in_time_closed", "need_close"
    ),
    Figure(
        key="cases_open",
        section="cases",
        name=Words("在办案件", "open cases"),
        unit="件",
        definition=Words(
            "辖区内截至截止日上报、尚未办结的案件数，不分方案。",
            "Cases of the area reported by the last day that aren't ended.",
        ),
        fact="case",
        rows=_open,
        value=_count,
        period=Period.STANDING,
    ),
    Figure(
        key="cases_late",
        section="cases",
        name=Words("超时案件", "late cases"),
        unit="件",
        definition=Words(
            "在办案件中，当前环节时限早于截止日零时的件数。",
            "Open cases whose present stage was due before the last day began.",
        ),
        fact="case",
        rows=lambda facts: _open(facts).filter(lambda rows: rows.due_at < ":at"),
        value=_count,
        period=Period.STANDING,
    ),
)
