"""Pages of the board."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from wangge.insight import boards
from wangge.insight.figures import FIGURES, PUBLISHED, SECTIONS, Answer
from wangge.insight.web.asked import asked, day_in
from wangge.kernel.clock import now
from wangge.kernel.errors import NotFound
from wangge.kernel.words import say


def board(request: HttpRequest) -> HttpResponse:
    """One programme in one week: coverage, what is late, totals, trend, ranking, map."""
    question = asked(request)
    if question.programme is None:
        return render(request, "insight/no_programme.html")
    shown = boards.board(
        user=question.user,
        programme=question.programme,
        at=now(),
        on=day_in(request, "on") or question.until,
    )
    drawn = _drawn(shown, question.until)
    if request.headers.get("HX-Request"):
        return HttpResponse(drawn)
    context = {
        "board": shown,
        "week": shown.week,
        "round": shown.week.round if shown.week else None,
        "drawn": drawn,
        "choices": question.choices,
        "map_address": urlencode(
            {
                "programme": shown.programme.slug,
                "on": shown.week.on if shown.week else question.until,
            }
        ),
    }
    return render(request, "insight/board.html", context)


def _drawn(shown: boards.Board, until: date) -> SafeString:
    """The board as HTML. It says the same to everybody who shares it, so it is drawn once."""
    language = get_language() or ""
    if language not in shown.drawn:
        week = shown.week
        question = {"programme": shown.programme.slug, "until": week.on if week else until}
        since = {"since": week.round.starts_on if week else until}
        context = {
            "board": shown,
            "week": week,
            "round": week.round if week else None,
            "matrix": shown.matrix,
            "to_date": urlencode(question),
            "this_week": urlencode(question | since),
            "sections": totals(shown),
            "coverage_chart": coverage_chart(shown),
            "records_chart": records_chart(shown),
        }
        shown.drawn[language] = render_to_string("insight/parts/board.html", context)
    return SafeString(shown.drawn[language])


def totals(shown: boards.Board) -> list[tuple[Any, list[tuple[Answer, Answer]]]]:
    """Section by section: each figure to date and in the week; sections keep the report's order."""
    found = []
    for section in PUBLISHED:
        keys = [key for key in shown.to_date if FIGURES[key].section == section]
        pairs = [(shown.to_date[key], shown.this_week[key]) for key in keys]
        found.append((SECTIONS[section], pairs))
    return found


def coverage_chart(shown: boards.Board) -> dict[str, Any]:
    """Coverage of each week as a line."""
    values = [None if p.coverage is None else float(p.coverage) for p in shown.trend]
    return {
        "kind": "line",
        "title": gettext("Coverage by week"),
        "unit": "%",
        "labels": [f"{p.starts_on:%m-%d}" for p in shown.trend],
        "series": [{"name": gettext("Coverage"), "values": values}],
    }


def records_chart(shown: boards.Board) -> dict[str, Any]:
    """Confirmed records of each week as bars."""
    return {
        "kind": "bar",
        "title": gettext("Confirmed records by week"),
        "unit": gettext("records"),
        "labels": [f"{p.starts_on:%m-%d}" for p in shown.trend],
        "series": [
            {"name": gettext("Confirmed records"), "values": [p.records for p in shown.trend]}
        ],
    }


def board_map(request: HttpRequest) -> JsonResponse:
    """Grids and places with their coverage, for the map on the board."""
    question = asked(request)
    if question.programme is None:
        raise NotFound(say("There is no programme in your area yet."))
    found = boards.board_map(
        user=question.user,
        programme=question.programme,
        on=day_in(request, "on") or question.until,
    )
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})
