"""Shapes and names as JSON, for maps and for fields that search as somebody types."""

from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from wangge.kernel.asking import acting
from wangge.places import queries
from wangge.places.web.views.register import filters_of

SUGGESTIONS = 30


def _json(content: Any) -> HttpResponse:
    answer = HttpResponse(orjson.dumps(content), content_type="application/json")
    answer["Cache-Control"] = "private, no-cache"
    return answer


@require_GET
def map_data(request: HttpRequest) -> HttpResponse:
    """``{"grids": FeatureCollection, "places": FeatureCollection}`` of the reader's area.

    Narrowed as the register is (``kind``, ``area``, ``text``, ``state``); ``grids=1`` leaves the
    places out. Each feature's ``url`` is its page.
    """
    user = acting(request)
    filters = filters_of(request)
    grids = queries.grids_map(user=user, under=filters.region[:12])
    for feature in grids["features"]:
        feature["properties"]["url"] = reverse("places:grid", args=[feature["properties"]["code"]])
    empty: dict[str, Any] = {"type": "FeatureCollection", "features": []}
    places = empty
    if not request.GET.get("grids"):
        places = queries.places_map(queries.places(user=user, filters=filters))
    for feature in places["features"]:
        feature["properties"]["url"] = reverse("places:place", args=[feature["properties"]["id"]])
    return _json({"grids": grids, "places": places})


@require_GET
def find_places(request: HttpRequest) -> HttpResponse:
    """Open places whose name fits what is typed: ``[{value, label, level}]``."""
    filters = queries.Filters(text=request.GET.get("q", ""), kind=request.GET.get("kind", ""))
    rows = queries.places(user=acting(request), filters=filters).order_by("pinyin", "pk")
    return _json(
        [
            {"value": str(row.pk), "label": f"{row.name} · {row.kind.name}", "level": 0}
            for row in rows[:SUGGESTIONS]
        ]
    )


@require_GET
def find_regions(request: HttpRequest) -> HttpResponse:
    """Regions whose name, pinyin or code fits what is typed: ``[{value, label, level}]``."""
    text = request.GET.get("q", "").strip()
    if not text:
        return _json([])
    rows = queries.browse(user=acting(request), text=text).order_by("code")[:SUGGESTIONS]
    found = [(row.code, row.name) for row in rows]
    above = queries.names(part for code, _ in found for part in queries.ancestors(code)[:-1])
    return _json(
        [
            {
                "value": code,
                "label": "".join(above.get(part, "") for part in queries.ancestors(code)[:-1])
                + name,
                "level": 0,
            }
            for code, name in found
        ]
    )
