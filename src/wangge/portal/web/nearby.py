"""What is known already: the public list and map."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from wangge.kernel.clock import now
from wangge.kernel.pages import translate
from wangge.portal import queries
from wangge.portal.queries import Spot
from wangge.portal.web.door import public

KEEP_SECONDS = 60
"""How long a browser may keep the spots of the map."""


@public
@require_safe
def nearby(request: HttpRequest) -> HttpResponse:
    """Open and lately closed cases, newest first."""
    only_open = request.GET.get("show") == "open"
    found = queries.nearby(at=now(), after=request.GET.get("after", ""), only_open=only_open)
    context = {
        "spots": [(spot, name_of(spot)) for spot in found.rows],
        "following": found.following,
        "only_open": only_open,
        "office": queries.office(),
        "way": "nearby",
    }
    return render(request, "portal/nearby.html", context)


@public
@require_safe
def spots(request: HttpRequest) -> HttpResponse:
    """The same for the map: ``{"grids", "places"}`` as FeatureCollections."""
    found = queries.on_map(at=now(), only_open=request.GET.get("show") == "open")
    places = {"type": "FeatureCollection", "features": [_feature(spot) for spot in found]}
    answer = _json({"grids": queries.grids(), "places": places})
    answer["Cache-Control"] = f"public, max-age={KEEP_SECONDS}"
    return answer


@public
@require_safe
def grids(request: HttpRequest) -> HttpResponse:
    """The outlines of the grids alone, to find oneself on the map."""
    tag = f'"{queries.edition()}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    nothing: list[Any] = []
    places = {"type": "FeatureCollection", "features": nothing}
    answer = _json({"grids": queries.grids(), "places": places})
    answer["ETag"] = tag
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def name_of(spot: Spot) -> str:
    """The kind of a case in the reader's language."""
    english = get_language() == "en" and spot.category_en
    return english or spot.category or gettext("Not sorted yet")


def _feature(spot: Spot) -> dict[str, Any]:
    properties = {
        "id": spot.number,
        "name": name_of(spot),
        "kind_name": translate(spot.stage),
        "words": spot.number,
        "lng": spot.lng,
        "lat": spot.lat,
        "closed": not spot.is_open,
    }
    geometry = {"type": "Point", "coordinates": [spot.lng, spot.lat]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _json(content: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(content), content_type="application/json")
