"""Grids: list with map, one grid, entering and redrawing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from wangge.kernel.asking import acting
from wangge.kernel.clock import now
from wangge.kernel.geo import Crs
from wangge.kernel.pages import action_id, page_of
from wangge.places import actions, queries
from wangge.places.rules import KEEP_PLACES, grid_subject
from wangge.places.web.forms import SURE, GridForm
from wangge.places.web.trying import try_form


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The grids of the area, perhaps of one community, with a map."""
    user = acting(request)
    under, text = request.GET.get("community", ""), request.GET.get("text", "")
    rows = queries.grids(user=user, under=under, text=text)
    totals = queries.grid_totals(rows)
    page = page_of(rows, request.GET.get("after", ""), newest_first=False)
    context = {
        "page": page,
        "totals": totals,
        "places": queries.places_in_grids(page.rows, user=user),
        "names": queries.names(row.community_id for row in page.rows),
        "communities": list(queries.communities(user=user)),
        "community": under,
        "sure": SURE,
        "text": text,
        "source": f"{reverse('places:map')}?grids=1&area={under}",
        "why": user.why_not(KEEP_PLACES, user.region),
    }
    return render(request, "places/grids.html", context)


@require_GET
def one(request: HttpRequest, code: str) -> HttpResponse:
    """A grid: facts, its places, map, what happened."""
    user = acting(request)
    grid = queries.grid(code, user=user)
    inside = queries.places(user=user, filters=queries.Filters(region=code))
    context = {
        "grid": grid,
        "places": list(inside.order_by("pinyin", "pk")[:200]),
        "sure": SURE,
        "crs": Crs(grid.source_crs),
        "subject": grid_subject(code),
        "source": f"{reverse('places:map')}?area={grid.community_id}",
        "why": user.why_not(KEEP_PLACES, code),
    }
    return render(request, "places/grid.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a grid."""
    user = acting(request)
    start = {"crs": Crs.WGS84.value, "code": request.GET.get("community", "")}
    form = GridForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = try_form(
            request,
            form,
            lambda: actions.add_grid(
                code=data["code"],
                name=data["name"],
                polygon=data["polygon"],
                crs=Crs(data["crs"]),
                by=user,
                at=now(),
                id=action_id(request),
            ),
            gettext("The grid is entered."),
        )
        if entry is not None:
            return redirect("places:grid", data["code"])
    context = {"form": form, "why": user.why_not(KEEP_PLACES, user.region)}
    status = 422 if form.errors else 200
    return render(request, "places/new_grid.html", context, status=status)


@require_http_methods(["GET", "POST"])
def redraw(request: HttpRequest, code: str) -> HttpResponse:
    """Rename a grid or give it another outline."""
    user = acting(request)
    grid = queries.grid(code, user=user)
    start = {
        "code": code,
        "name": grid.name,
        "crs": Crs.WGS84.value,
        "polygon": queries.written(grid.polygon),
    }
    form = GridForm(request.POST or None, initial=start)
    form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = try_form(
            request,
            form,
            lambda: actions.redraw_grid(
                code=code,
                name=data["name"],
                polygon=data["polygon"],
                crs=Crs(data["crs"]),
                by=user,
                at=now(),
                id=action_id(request),
            ),
            gettext("The grid is changed."),
        )
        if entry is not None:
            return redirect("places:grid", code)
    context = {"form": form, "grid": grid, "why": user.why_not(KEEP_PLACES, code)}
    status = 422 if form.errors else 200
    return render(request, "places/new_grid.html", context, status=status)
