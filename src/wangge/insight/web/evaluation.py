"""Pages of evaluation: everybody of a kind, one subject and its trend, the cases of a number."""

from dataclasses import dataclass
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from wangge.insight import evaluation
from wangge.insight.evaluation import Evaluation, Line, Named, Opened, Point
from wangge.insight.figures import Words
from wangge.insight.figures.counts import COUNTS
from wangge.insight.rules.evaluation import Formula, Share, Subject
from wangge.insight.rules.spans import Span, last_periods
from wangge.insight.web.evaluation_asked import Asked, asked
from wangge.insight.web.sheets import sent_sheet
from wangge.kernel.errors import Invalid
from wangge.kernel.pages import translate
from wangge.kernel.sheets import Column, Kind
from wangge.kernel.words import say

POINTS = 8
"""Periods of a trend."""
EXPORTED = 200_000
"""Rows in one sheet at most."""


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of a column: a count or a rate, with its definition. ``high`` rates are good."""

    key: str
    name: Words
    says: str
    is_rate: bool


@dataclass(frozen=True, slots=True)
class Number:
    """A number in the table: a count, or a rate with its two halves. Addresses open its rows."""

    head: Head
    value: Any
    share: Share | None
    url: str
    rest_url: str


def index(request: HttpRequest) -> HttpResponse:
    """Everybody of a kind in a period, ranked."""
    question = asked(request)
    whole = bool(request.GET.get("all"))
    found = evaluation.evaluate(
        question.subject,
        user=question.user,
        since=question.period.start,
        until=question.period.end,
        at=question.at,
        region=question.region,
        before=question.before,
        whole=whole,
    )
    heads = heads_of(found, whole)
    context = {
        "asked": question,
        "found": found,
        "heads": heads,
        "whole": whole,
        "more": question.subject in evaluation.LISTED,
        "lines": [(line, numbers(question, found, line, heads)) for line in found.lines],
        "total": numbers(question, found, found.total, heads),
        "parts": parts_of(found),
        "subjects": Subject.labels(),
        "spans": Span.labels(),
    }
    return render(request, "insight/evaluation.html", context)


def heads_of(found: Evaluation, whole: bool) -> list[Head]:
    """The columns: all of them, or those that a list shows first."""
    heads = [Head(key, COUNTS[key].name, str(COUNTS[key].says), False) for key in found.counts] + [
        Head(key, Words(formula.name, formula.name_en), formula_words(formula), True)
        for key, formula in found.rules.formulas.items()
    ]
    first = evaluation.LISTED.get(found.subject)
    return [head for head in heads if whole or first is None or head.key in first]


def formula_words(formula: Formula) -> str:
    """A rate in words: what is divided by what."""
    return f"{COUNTS[formula.numerator].name} ÷ {COUNTS[formula.denominator].name}"


def numbers(question: Asked, found: Evaluation, line: Line, heads: list[Head]) -> list[Number]:
    """The numbers of a line, in the order of the columns."""
    made = []
    opens = bool(line.who.key) or found.subject in (*evaluation.OF_AREAS, Subject.UNITS)
    for head in heads:
        if not head.is_rate:
            value = line.counts[head.key]
            url = question.rows(line.who.key, head.key) if value and opens else ""
            made.append(Number(head, value, None, url, ""))
            continue
        share, formula = line.rates[head.key], found.rules.formulas[head.key]
        halves = (formula.numerator, formula.denominator)
        url = question.rows(line.who.key, *halves) if share.part and opens else ""
        rest = question.rows(line.who.key, *halves, rest=True) if share.rest and opens else ""
        made.append(Number(head, share.value, share, url, rest))
    return made


def parts_of(found: Evaluation) -> list[str]:
    """What the score is made of, each part with its weight."""
    if found.rules.composite is None:
        return []
    return [part_words(part, found.rules.formulas) for part in found.rules.composite.parts]


def part_words(part: Any, formulas: Any) -> str:
    """A part of a composite score in words."""
    formula = formulas.get(part.of)
    name = (
        str(Words(formula.name, formula.name_en))
        if formula
        else str(COUNTS[part.of].name)
        if part.of in COUNTS
        else part.of
    )
    weight = f"{part.weight.normalize():f}%"
    if part.reading == "rest":
        return f"(100 − {name}) × {weight}"
    return (
        f"{name} × {weight}"
        if part.reading == "rate"
        else (gettext("points of %(name)s × %(weight)s") % {"name": name, "weight": weight})
    )


def table(request: HttpRequest) -> FileResponse:
    """The whole table as XLSX, every count and rate with its halves."""
    question = asked(request)
    found = evaluation.evaluate(
        question.subject,
        user=question.user,
        since=question.period.start,
        until=question.period.end,
        at=question.at,
        region=question.region,
        before=question.before,
    )
    heads = heads_of(found, True)
    columns = [
        _column(gettext("Rank"), Kind.NUMBER),
        _column(gettext("Name"), width=28),
        _column(gettext("Score"), Kind.NUMBER),
        _column(gettext("Level")),
        *(_column(str(head.name), Kind.NUMBER) for head in heads),
    ]
    rows = (
        [
            line.rank or None,
            line.who.name,
            line.score.value if line.score else None,
            line.level.letter if line.level else "—",
            *(number.value for number in numbers(question, found, line, heads)),
        ]
        for line in found.lines
    )
    label = translate(question.subject.label)
    title = f"{label} {question.period.start} – {question.period.end}"
    return sent_sheet(columns, rows, title=title, name=question.subject.value, label=title)


def _column(title: str, kind: Kind = Kind.TEXT, width: int = 16) -> Column:
    return Column(title, (title,), kind, width=width)


def one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """One subject: every number of the period, and how its score and rates moved."""
    question = asked(request, kind)
    who = evaluation.subject_named(
        question.subject,
        key,
        user=question.user,
        region=question.user.region,
        on=question.period.end,
    )
    span = Span.MONTH if question.span is Span.FREE else question.span
    points = evaluation.trend(
        question.subject,
        who,
        periods=[*last_periods(span, question.period, POINTS)[:-1], question.period],
        user=question.user,
        at=question.at,
    )
    found = _alone(question, who, points[-1].line)
    heads = heads_of(found, True)
    shown = numbers(question, found, found.total, heads)
    context = {
        "asked": question,
        "who": who,
        "line": points[-1].line,
        "counts": [number for number in shown if not number.head.is_rate],
        "rates": [number for number in shown if number.head.is_rate],
        "parts": parts_of(found),
        "score_chart": score_chart(points),
        "rate_chart": rate_chart(found, points),
        "spans": Span.labels(),
        "crumbs": [
            {"url": f"/insight/evaluation/?kind={kind}&{question.address}",
             "label": translate(question.subject.label)}
        ],
    }  # fmt: skip
    return render(request, "insight/evaluation_one.html", context)


def _alone(question: Asked, who: Named, line: Line) -> Evaluation:
    """The evaluation of one subject, so that it is shown like the table's lines."""
    rules = evaluation.rulebook(question.subject, question.period.end)
    whole = evaluation.question_of(
        user=question.user,
        since=question.period.start,
        until=question.period.end,
        at=question.at,
        basis=rules.basis,
    )
    counts = evaluation.SHOWN[question.subject]
    return Evaluation(question.subject, whole, rules, [line], line, counts)


def score_chart(points: list[Point]) -> dict[str, Any]:
    """The score of each period as a line; no point where there was none."""
    values = [float(p.line.score.value) if p.line.score else None for p in points]
    return {
        "kind": "line",
        "title": gettext("Score by period"),
        "unit": gettext("points"),
        "labels": [_label(point) for point in points],
        "series": [{"name": gettext("Score"), "values": values}],
    }


def rate_chart(found: Evaluation, points: list[Point]) -> dict[str, Any]:
    """The rates that the score is made of, a line each."""
    parts = found.rules.composite.parts if found.rules.composite else ()
    keys = [part.of for part in parts if part.of in found.rules.formulas]
    series = []
    for key in keys:
        formula = found.rules.formulas[key]
        shares = [point.line.rates.get(key) for point in points]
        values = [
            None if share is None or share.value is None else float(share.value) for share in shares
        ]
        series.append({"name": str(Words(formula.name, formula.name_en)), "values": values})
    return {
        "kind": "line",
        "title": gettext("Rates by period"),
        "unit": "%",
        "labels": [_label(point) for point in points],
        "series": series,
    }


def _label(point: Point) -> str:
    start, end = point.period.start, point.period.end
    if start.day == 1 and end.month != start.month:
        return f"{start:%Y-%m} – {end:%m}"
    return f"{start:%Y-%m}" if start.day == 1 and end.day > 27 else f"{start:%m-%d}"


def rows(request: HttpRequest) -> HttpResponse:
    """The cases behind a number, page by page."""
    question, which = _opened(request)
    lines, following = evaluation.page(which, request.GET.get("after", ""))
    cell = which.cell
    context = {
        "asked": question,
        "which": which,
        "who": _who(question, which),
        "count": COUNTS[cell.key],
        "of": COUNTS.get(cell.of),
        "number": evaluation.how_many(which),
        "lines": lines,
        "following": following,
        "other": question.rows(which.whose, cell.key, cell.of, rest=not which.rest)
        if cell.of
        else "",
        "sheet": request.GET.urlencode(),
    }
    return render(request, "insight/evaluation_rows.html", context)


def _opened(request: HttpRequest) -> tuple[Asked, Opened]:
    question = asked(request)
    rules = evaluation.rulebook(question.subject, question.period.end)
    whole = evaluation.question_of(
        user=question.user,
        since=question.period.start,
        until=question.period.end,
        at=question.at,
        region=question.region,
        basis=rules.basis,
    )
    which = evaluation.opened(
        whole,
        question.subject,
        request.GET.get("whose", "")[:36],
        request.GET.get("count", ""),
        request.GET.get("of", ""),
        bool(request.GET.get("rest")),
    )
    return question, which


def _who(question: Asked, which: Opened) -> str:
    if not which.whose:
        return translate(question.subject.label)
    return evaluation.subject_named(
        question.subject,
        which.whose,
        user=question.user,
        region=question.user.region,
        on=question.period.end,
    ).name


def rows_sheet(request: HttpRequest) -> FileResponse:
    """The same rows as XLSX."""
    question, which = _opened(request)
    who = _who(question, which)
    number = evaluation.how_many(which)
    if number > EXPORTED:
        raise Invalid(
            say(
                "These are %(rows)s rows and a sheet takes %(most)s. Ask for fewer days or a"
                " smaller area.",
                rows=number,
                most=EXPORTED,
            )
        )
    columns = [
        _column(gettext("Case number"), width=24),
        _column(gettext("Day")),
        _column(gettext("Category"), width=20),
        _column(gettext("Area"), width=24),
        _column(gettext("Address"), width=32),
        _column(gettext("Stage"), width=20),
    ]
    cells = (
        [
            line.number,
            line.on,
            line.category,
            line.area,
            line.address,
            translate(line.stage_label),
        ]
        for line in evaluation.every(which)
    )
    count = COUNTS[which.cell.of if which.rest else which.cell.key].name
    title = f"{who} {count} {question.period.start} – {question.period.end}"
    return sent_sheet(columns, cells, title=title, name=which.cell.key, label=title)


def watch(request: HttpRequest) -> HttpResponse:
    """What a leader looks at: what is late, what comes back, who is slow."""
    question = asked(request)
    days: dict[str, Any] = {"since": question.period.start, "until": question.period.end}
    whose: dict[str, Any] = {"user": question.user, "region": question.region}
    context = {
        "asked": question,
        "late": evaluation.late_cases(at=question.at, **whose),
        "spots": evaluation.recurring_spots(**days, **whose),
        "slow": evaluation.slow_units(at=question.at, **days, **whose),
        "subjects": Subject.labels(),
        "spans": Span.labels(),
    }
    return render(request, "insight/evaluation_watch.html", context)
