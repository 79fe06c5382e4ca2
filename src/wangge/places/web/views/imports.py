"""Importing grids and places: first a check that writes nothing, then all rows or none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from wangge.kernel.asking import acting
from wangge.kernel.clock import now
from wangge.kernel.errors import Mendable
from wangge.kernel.geo import Crs
from wangge.kernel.pages import action_id, translate
from wangge.places import actions, queries
from wangge.places.rules import KEEP_PLACES, Sureness
from wangge.places.rules.features import read_features
from wangge.places.web.forms import ImportForm
from wangge.places.web.trying import try_form

SHOWN = 100
"""Faulty rows shown; the number of all of them is said."""


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """The form; a check shows row-wise errors, the import goes on to the list."""
    user = acting(request)
    start = {"crs": Crs.WGS84.value, "area": user.region, "sureness": Sureness.LOCAL.value}
    form = ImportForm(request.POST or None, request.FILES or None, user=user, initial=start)
    context: dict[str, Any] = {"form": form, "why": user.why_not(KEEP_PLACES, user.region)}
    if request.method == "POST" and form.is_valid():
        if "check" in request.POST:
            context |= _checked(form, user)
        elif _imported(request, form, user):
            target = "grids" if form.cleaned_data["what"] == "grids" else "places"
            return redirect(f"places:{target}")
    status = 422 if form.errors else 200
    return render(request, "places/import.html", context, status=status)


def _checked(form: ImportForm, user: Any) -> dict[str, Any]:
    """What a check found, for the page."""
    data = form.cleaned_data
    crs = Crs(data["crs"])
    try:
        features = read_features(data["file"].name, data["file"].file)
        if data["what"] == "grids":
            found: Any = queries.check_grids(features, crs=crs, user=user)
        else:
            found = queries.check_places(features, region=data["area"], crs=crs, user=user)
    except Mendable as error:
        form.add_error("file", translate(error.reason))
        return {}
    return {
        "checked": found,
        "errors": found.errors[:SHOWN],
        "error_rows": len({error.number for error in found.errors}),
        "warnings": found.warnings[:SHOWN],
        "good": found.rows[:8],
        "number": len(features),
    }


def _imported(request: HttpRequest, form: ImportForm, user: Any) -> bool:
    data = form.cleaned_data
    words: dict[str, Any] = {
        "crs": Crs(data["crs"]),
        "source": data["source"] or data["file"].name[:120],
        "sureness": Sureness(data["sureness"] or Sureness.LOCAL),
        "by": user,
        "at": now(),
    }

    def act() -> object:
        features = read_features(data["file"].name, data["file"].file)
        id = action_id(request)
        if data["what"] == "grids":
            return actions.import_grids(features=features, id=id, **words)
        return actions.import_places(features=features, region=data["area"], id=id, **words)

    return try_form(request, form, act, gettext("Everything in the file is entered.")) is not None
