"""Pages of the duty table: who answers for what where, and where nobody does."""

from typing import Any
from uuid import UUID

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.cases import actions, queries
from wangge.cases.queries.keeping import (
    DutyCut,
    classes,
    duties,
    units_in_area,
)
from wangge.cases.rules.duty import ALL_WEEK
from wangge.cases.web.catalogue import add_error, day_or_none, today, why_not_keep
from wangge.cases.web.catalogue_forms import WEEKDAYS, DutyForm
from wangge.kernel.clock import now
from wangge.kernel.errors import Mendable
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, attempt, page_of
from wangge.people.asking import acting
from wangge.places.queries import area_options
from wangge.places.queries import names as names_of_areas

BLIND_SHOWN = 60
"""Blind spots listed; the number of all of them is said."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The duty table, narrowed, with its blind spots."""
    user, on = acting(request), today()
    cut = _cut(request)
    page = page_of(duties(user=user, on=on, cut=cut), request.GET.get("after", ""))
    spots = queries.blind_spots(user=user, on=on)
    context = {
        "page": page,
        "names": names_of_areas({row.region for row in page.rows}),
        "cut": cut,
        "areas": area_options(user=user),
        "classes": classes(on),
        "units": units_in_area(user),
        "bare": [spot for spot in spots if not spot.partly],
        "partly": [spot for spot in spots if spot.partly],
        "shown": BLIND_SHOWN,
        "all_week": ALL_WEEK,
        "weekdays": dict(WEEKDAYS),
        "class_names": {row.code: row.name for row in classes(on)},
        "why": why_not_keep(user),
        "on": on,
    }
    return render(request, "cases/duty.html", context)


def _cut(request: HttpRequest) -> DutyCut:
    asked = request.GET
    try:
        unit = UUID(asked.get("unit", ""))
    except ValueError:
        unit = None
    return DutyCut(
        region=_digits(asked.get("region", ""), 15),
        class_code=_digits(asked.get("class", ""), 2),
        unit=unit,
        ended=asked.get("ended") == "1",
    )


def _digits(text: str, most: int) -> str:
    return text if text.isascii() and text.isdigit() and len(text) <= most else ""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Give a unit a duty."""
    user, on = acting(request), today()
    start: dict[str, Any] = {"since": on, "region": request.GET.get("region", "")}
    form = DutyForm(request.POST or None, user=user, on=on, initial=start)
    if request.method == "POST" and form.is_valid():
        id = action_id(request)
        try:
            actions.add_duty(duty=derived_id(id, "duty"), **form.values(), by=user, at=now(), id=id)
            notices.success(request, gettext("The duty is in the table."))
            return redirect("cases:duty")
        except Mendable as error:
            add_error(form, error)
    context = {
        "form": form, "why": why_not_keep(user),
        "crumbs": [{"url": reverse("cases:duty"), "label": gettext("Duty table")}],
    }  # fmt: skip
    return render(request, "cases/duty_new.html", context, status=422 if form.errors else 200)


@require_POST
def end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Let a duty end."""
    user, action = acting(request), action_id(request)
    until = day_or_none(request.POST.get("until", ""))
    if until is None:
        notices.error(request, gettext("Say the last day."))
        return redirect("cases:duty")
    attempt(
        request,
        lambda: actions.end_duty(duty=id, until=until, by=user, at=now(), id=action),
        gettext("The duty ends then."),
    )
    return redirect("cases:duty")
