"""The page of one case, the same for everybody; what each may press follows from the rules."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wangge.cases.queries.page import case_page
from wangge.cases.queries.page_view import CaseView
from wangge.cases.queries.suggesting import suggest
from wangge.cases.rules import Stage
from wangge.cases.web.forms import ActForm, Options
from wangge.cases.web.panels import ELSEWHERE, ICONS, LABELS, panels_of
from wangge.kernel.clock import day_of, now
from wangge.people.asking import acting

SUGGESTIONS = 3


@require_safe
def case(request: HttpRequest, case: UUID) -> HttpResponse:
    """One case. ``?act=`` opens the form of an act, for browsers without scripts too."""
    return shown(request, case, opened=request.GET.get("act", ""))


def shown(
    request: HttpRequest,
    case: UUID,
    opened: str = "",
    bound: ActForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The case's page, perhaps with a form standing open as it was sent."""
    user, at = acting(request), now()
    view = case_page(case, user=user, at=at)
    options = bound.options if bound else Options(user, day_of(at))
    context = {
        "view": view,
        "case": view.case,
        "panels": panels_of(view, options, opened, bound),
        "suggestions": _suggestions(view),
        "terms": _terms(view, options),
        "position": position_of(view),
        "crumbs": [{"url": "", "label": view.case.number}],
        **page_context(),
    }
    return render(request, "cases/case.html", context, status=status)


def page_context() -> dict[str, Any]:
    """Pictures, labels and addresses of buttons."""
    return {
        "icons": ICONS,
        "elsewhere": {act.value: page for act, page in ELSEWHERE.items()},
        "act_labels": LABELS,
    }


def position_of(view: CaseView) -> dict[str, str] | None:
    """Degrees as text: a template would write them with the reader's own decimal sign."""
    lng, lat = view.case.lng, view.case.lat
    if lng is None or lat is None:
        return None
    return {"lng": f"{lng:.6f}", "lat": f"{lat:.6f}"}


def _suggestions(view: CaseView) -> list[Any]:
    """Categories guessed from the words, for who may file it now."""
    if view.stage is not Stage.REPORTED or view.buttons["file"].why or not view.case.text:
        return []
    return [
        {"id": str(one.category), "name": one.name, "percent": round(100 * one.confidence)}
        for one in suggest(view.case.text, limit=SUGGESTIONS)
    ]


def _terms(view: CaseView, options: Options) -> list[dict[str, str]]:
    """Conditions by category, for the script that narrows the second select to the first."""
    if view.buttons["file"].why is not None:
        return []
    return [
        {"id": str(term.id), "category": str(term.category), "filing": term.filing}
        for term in options.terms
    ]
