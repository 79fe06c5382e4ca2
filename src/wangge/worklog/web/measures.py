"""Pages of the catalogue: search, one measure with its versions and wordings, adding, ending."""

from datetime import date
from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, Mendable
from wangge.kernel.pages import action_id, attempt, translate
from wangge.people.asking import acting
from wangge.people.rules import Right
from wangge.people.rules import why_not as why_not_right
from wangge.worklog.actions import add_measure, end_measure
from wangge.worklog.queries.measures import measure, measures
from wangge.worklog.queries.options import find_measures
from wangge.worklog.rules.measures import Section
from wangge.worklog.web.forms import MeasureForm

SECTIONS = dict(Section.labels())


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The whole catalogue, or what a search finds in it."""
    user = acting(request)
    text, section = request.GET.get("q", "")[:40], request.GET.get("section", "")
    rows = list(measures(user=user, text=text, section=section if section in SECTIONS else ""))
    return render(
        request,
        "worklog/measures.html",
        {
            "rows": rows,
            "text": text,
            "section": section,
            "sections": SECTIONS,
            "today": day_of(now()),
            "why": why_not_right(user, Right.KEEP_MEASURES, user.region),
        },
    )


@require_GET
def find(request: HttpRequest) -> JsonResponse:
    """Measures by name, pinyin or wording, for a field that is typed into."""
    text = request.GET.get("q", "")[:40]
    rows = find_measures(acting(request), text, day_of(now()))
    found = [{"value": code, "label": label, "level": 0} for code, label in rows]
    return JsonResponse(found, safe=False)


@require_GET
def show(request: HttpRequest, code: str) -> HttpResponse:
    """One measure: since when it counts, which wordings mean it, its records."""
    user = acting(request)
    found = measure(code, user=user)
    shown: dict[str, Any] = {
        "measure": found,
        "wordings": found.wordings.all(),
        "section": SECTIONS[found.section],
        "today": day_of(now()),
        "why": why_not_right(user, Right.KEEP_MEASURES, user.region),
    }
    return render(request, "worklog/measure.html", shown)


def new(request: HttpRequest) -> HttpResponse:
    """Add a measure of this office."""
    user = acting(request)
    form = MeasureForm(request.POST or None, initial={"since": day_of(now())})
    if request.method == "POST" and form.is_valid():
        clean = form.cleaned_data
        section = Section(clean.pop("section"))
        try:
            add_measure(**clean, section=section, by=user, at=now(), id=action_id(request))
            notices.success(request, gettext("The measure is in the catalogue."))
            return redirect("worklog:measure", clean["code"])
        except Mendable as error:
            field = error.field if isinstance(error, Invalid) else ""
            form.add_error(field or None, translate(error.reason))
    why = why_not_right(user, Right.KEEP_MEASURES, user.region)
    shown = {"form": form, "why": why}
    return render(request, "worklog/new_measure.html", shown, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Let a measure end."""
    user, action = acting(request), action_id(request)
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        notices.error(request, gettext("Say the last day that it counts."))
        return redirect("worklog:measure", code)
    attempt(
        request,
        lambda: end_measure(code=code, until=until, by=user, at=now(), id=action),
        gettext("The measure ends then."),
    )
    return redirect("worklog:measure", code)
