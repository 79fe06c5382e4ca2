"""The map of cases: grids as they lie, clusters as the view asks for them."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from wangge.cases.queries.clusters import Box, clusters
from wangge.cases.queries.lists import cases_listed
from wangge.cases.rules import Light
from wangge.cases.web.filters import FilterForm, is_narrowed, kept, order_of, queue_of, sought_of
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, refuse
from wangge.kernel.pages import translate
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.people.rules import Right

BESIDE = 20
"""Cases in the list beside the map."""


@require_safe
def cases_map(request: HttpRequest) -> HttpResponse:
    """The map with the same filter as the list, and the first cases beside it as text."""
    user, at = acting(request), now()
    refuse(user.why_not(Right.SEE, user.region))
    page = cases_listed(
        user=user,
        sought=sought_of(request.GET),
        at=at,
        size=BESIDE,
        order=order_of(request.GET),
        counted=False,
    )
    context = {
        "page": page,
        "form": FilterForm(request.GET, user=user, on=day_of(at)),
        "queue": queue_of(request.GET),
        "query": kept(request.GET),
        "narrowed": is_narrowed(request.GET),
        "key": [(light.value, light.label) for light in Light],
        "grids": f"{reverse('places:map')}?grids=1",
    }
    return render(request, "cases/map.html", context)


@require_safe
def marks(request: HttpRequest) -> HttpResponse:
    """Clusters and single cases of a view as GeoJSON: ``?box=west,south,east,north&zoom=``."""
    user, at = acting(request), now()
    refuse(user.why_not(Right.SEE, user.region))
    box, zoom = _view(request)
    found = clusters(user=user, sought=sought_of(request.GET), box=box, zoom=zoom, at=at)
    for feature in found["features"]:
        _tell(feature["properties"])
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})


def _view(request: HttpRequest) -> tuple[Box, float]:
    try:
        sides = [float(side) for side in request.GET.get("box", "").split(",")]
        west, south, east, north = sides
        zoom = float(request.GET.get("zoom", "12"))
    except ValueError:
        raise Invalid(say("This isn't a part of the map.")) from None
    box = Box(max(west, -180.0), max(south, -90.0), min(east, 180.0), min(north, 90.0))
    if not box.is_whole:
        raise Invalid(say("This isn't a part of the map."))
    return box, zoom


def _tell(properties: dict[str, Any]) -> None:
    """Words and addresses beside the numbers: the page only draws them."""
    if "id" in properties:
        properties["url"] = reverse("cases:case", args=[properties["id"]])
        properties["label"] = translate(properties["label"])
        parts = (properties["number"], properties["category"], properties["label"])
        properties["name"] = " · ".join(part for part in parts if part)
    else:
        properties["name"] = gettext("%(count)s cases") % {"count": properties["count"]}
