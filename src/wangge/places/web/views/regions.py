"""The national tree of regions, level by level."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wangge.kernel.asking import acting
from wangge.kernel.pages import Page, page_of
from wangge.places import queries
from wangge.places.rules import level_of

COMMUNITY = 12
SIZE = 200
"""Rows at once: hardly any region holds more directly."""


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Where to begin: what lies in the chosen region, or what a search finds."""
    user = acting(request)
    default = user.region[:9] if "parent" not in request.GET and "text" not in request.GET else ""
    parent = request.GET.get("parent", default)
    text = request.GET.get("text", "").strip()
    if parent:
        queries.region(parent, user=user)
    page: Page[Any] = Page([], "")
    if text or len(parent) < COMMUNITY:
        rows = queries.browse(user=user, parent=parent, text=text)
        page = page_of(rows, request.GET.get("after", ""), SIZE, False)
    chain = queries.ancestors(parent)
    above = {row.code: queries.ancestors(row.code)[:-1] for row in page.rows} if text else {}
    names = queries.names([*chain, *(part for parts in above.values() for part in parts)])
    ways = {
        code: " / ".join(names.get(part, part) for part in parts) for code, parts in above.items()
    }
    context = {
        "parent": parent,
        "text": text,
        "page": page,
        "names": names,
        "ways": ways,
        "chain": chain,
        "level": level_of(parent),
        "counts": queries.region_counts(),
    }
    return render(request, "places/regions.html", context)


@require_GET
def inside(request: HttpRequest, code: str) -> HttpResponse:
    """The rows one level under a region, for unfolding it in place."""
    user = acting(request)
    page = page_of(
        queries.browse(user=user, parent=code), request.GET.get("after", ""), SIZE, False
    )
    return render(request, "places/parts/regions.html", {"page": page, "parent": code})
