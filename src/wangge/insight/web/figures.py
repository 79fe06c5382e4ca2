"""Pages of the figures: the registry with today's values, and the rows behind a number."""

from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from wangge.insight import figures
from wangge.insight.figures import FIGURES, SECTIONS
from wangge.insight.web.asked import asked
from wangge.insight.web.sheets import sent_sheet
from wangge.kernel.errors import Invalid, NotFound
from wangge.kernel.pages import translate
from wangge.kernel.sheets import Column, Kind
from wangge.kernel.words import say

EXPORTED = 200_000
"""Rows in one sheet at most; a sheet holds a million, and a reader's patience less."""


def index(request: HttpRequest) -> HttpResponse:
    """Every figure with its definition and what it comes to now."""
    question = asked(request)
    answers = figures.ask(list(FIGURES), **question.query) if question.programme else {}
    sections = [
        (name, [(f, answers.get(f.key)) for f in FIGURES.values() if f.section == section])
        for section, name in SECTIONS.items()
    ]
    context = {"asked": question, "sections": sections, "answers": answers}
    return render(request, "insight/figures.html", context)


def rows(request: HttpRequest, key: str) -> HttpResponse:
    """The rows behind a number, page by page, with the number they add up to at the foot."""
    question = asked(request)
    if question.programme is None:
        raise NotFound(say("There is no programme in your area yet."))
    found = figures.rows_of(key, after=request.GET.get("after", ""), **question.query)
    lines = [
        (line, [(one, _shown(one.name, line.cells.get(one.name))) for one in found.columns])
        for line in found.lines
    ]
    context = {"asked": question, "found": found, "answer": found.answer, "lines": lines}
    return render(request, "insight/rows.html", context)


def sheet(request: HttpRequest, key: str) -> FileResponse:
    """The same rows as an XLSX file, the number and its definition in the heading."""
    question = asked(request)
    if question.programme is None:
        raise NotFound(say("There is no programme in your area yet."))
    found = figures.rows_of(key, size=1, **question.query)
    answer = found.answer
    if answer.rows > EXPORTED:
        raise Invalid(
            say(
                "These are %(rows)s rows and a sheet takes %(most)s. Ask for fewer days or a"
                " smaller area.",
                rows=answer.rows,
                most=EXPORTED,
            )
        )
    columns = [
        Column(one.name, (str(one.label),), Kind.NUMBER if one.numeric else Kind.TEXT, width=18)
        for one in found.columns
    ]
    cells = (
        [_cell(one.name, line.cells.get(one.name)) for one in found.columns]
        for line in figures.all_rows(answer)
    )
    name = str(answer.figure.name)
    title = f"{name} {answer.text} · {answer.filter}"
    return sent_sheet(columns, cells, title=title, name=key, label=name)


def _cell(name: str, value: object) -> object:
    """A state is a label that is translated; everything else stands as it is."""
    return translate(value) if name == "state" and isinstance(value, str) else value


def _shown(name: str, value: object) -> object:
    """A cell as the page writes it: days in digits, so that they stand in line."""
    return value.isoformat() if isinstance(value, date) else _cell(name, value)
