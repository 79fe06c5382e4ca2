"""The register of places and the page of each."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.kernel.asking import acting
from wangge.kernel.clock import day_of, now
from wangge.kernel.geo import Crs
from wangge.kernel.ids import new_id
from wangge.kernel.pages import action_id, attempt
from wangge.places import actions, queries
from wangge.places.rules import KEEP_PLACES, Sureness, is_manual_kind
from wangge.places.web.forms import SURE, ChangeForm, FilterForm, PlaceForm, PositionForm
from wangge.places.web.trying import try_form


def filters_of(request: HttpRequest) -> queries.Filters:
    """What the address narrows a list of places to."""
    get = request.GET
    state = get.get("state", "open")
    return queries.Filters(
        kind=get.get("kind", ""),
        region=get.get("area", ""),
        text=get.get("text", ""),
        state=state if state in ("open", "closed", "all") else "open",
    )


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The register, filtered, with a map and the number of places of each kind."""
    user = acting(request)
    rows = queries.places(user=user, filters=filters_of(request))
    counts = queries.counts(rows)
    page = queries.listed(rows, request.GET.get("after", ""))
    kinds = {kind.code: kind.name for kind in queries.kinds(user=user)}
    tally = sorted(((kinds[code], code, n) for code, n in counts.items()), key=lambda k: -k[2])
    context = {
        "page": page,
        "total": sum(counts.values()),
        "tally": tally,
        "names": queries.names(row.region for row in page.rows),
        "form": FilterForm(request.GET or None, user=user),
        "source": f"{reverse('places:map')}?{request.GET.urlencode()}",
        "why": user.why_not(KEEP_PLACES, user.region),
        "sure": SURE,
        "filtered": any(request.GET.get(key) for key in ("kind", "area", "text")),
    }
    return render(request, "places/places.html", context)


@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of place, with source and sureness, and how many places there are of each."""
    user = acting(request)
    counts = queries.counts(queries.places(user=user, filters=queries.Filters()))
    rows = [(kind, counts.get(kind.code, 0)) for kind in queries.kinds(user=user)]
    manual = [row for row in rows if is_manual_kind(row[0].code)]
    local = [row for row in rows if not is_manual_kind(row[0].code)]
    context = {"local": local, "manual": manual, "sure": SURE}
    return render(request, "places/kinds.html", context)


@require_GET
def one(request: HttpRequest, id: UUID) -> HttpResponse:
    """A place: facts, parts, map, what happened."""
    user = acting(request)
    place = queries.place(id, user=user)
    context = {
        "place": place,
        "parts": list(queries.parts_of(id, user=user)[:200]),
        "names": queries.names(queries.ancestors(place.region)),
        "chain": queries.ancestors(place.region)[3:] or queries.ancestors(place.region),
        "sure": SURE,
        "crs": Crs(place.source_crs),
        "why": user.why_not(KEEP_PLACES, place.region),
        "source": f"{reverse('places:map')}?area={place.region[:12]}&state=all",
    }
    return render(request, "places/place.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Enter a place."""
    user = acting(request)
    start = {"area": user.region, "crs": Crs.WGS84.value, "sureness": Sureness.LOCAL.value}
    start |= {key: request.GET[key] for key in ("area", "kind", "parent") if key in request.GET}
    form = PlaceForm(request.POST or None, user=user, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        place = new_id()
        entry = try_form(
            request,
            form,
            lambda: actions.register_place(
                place=place,
                kind=data["kind"],
                name=data["name"],
                parent=data["parent"],
                address=data["address"],
                source=data["source"],
                sureness=Sureness(data["sureness"] or Sureness.LOCAL),
                **form.position(),
                by=user,
                at=now(),
                id=action_id(request),
            ),
            gettext("The place is entered."),
            {"region": "area", "grid": "area"},
        )
        if entry is not None:
            return redirect("places:place", entry.subject)
    context = _with_map(user, form, form["parent"].value()) | {
        "why": user.why_not(KEEP_PLACES, user.region)
    }
    return _form(request, "places/new.html", form, context)


def _with_map(user: Any, form: PlaceForm | ChangeForm, parent: object) -> dict[str, Any]:
    """What a form with a map needs: where the shapes are, and the chosen place above."""
    above = None
    if parent:
        try:
            key = UUID(str(parent))
        except ValueError:
            key = None
        if key:
            above = queries.places(user=user).filter(pk=key).first()
    return {"form": form, "above": above, "source": f"{reverse('places:map')}?grids=1"}


def _form(request: HttpRequest, template: str, form: Any, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, id: UUID) -> HttpResponse:
    """Change what a place is."""
    user = acting(request)
    place = queries.place(id, user=user)
    start = {
        "name": place.name,
        "kind": place.kind_id,
        "address": place.address,
        "parent": place.parent_id,
    }
    form = ChangeForm(request.POST or None, user=user, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        entry = try_form(
            request,
            form,
            lambda: actions.change_place(
                place=id,
                kind=data["kind"],
                name=data["name"],
                parent=data["parent"],
                address=data["address"],
                by=user,
                at=now(),
                id=action_id(request),
            ),
            gettext("The place is changed."),
        )
        if entry is not None:
            return redirect("places:place", id)
    context = _with_map(user, form, form["parent"].value())
    context |= {"place": place, "why": user.why_not(KEEP_PLACES, place.region)}
    return _form(request, "places/change.html", form, context)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say where a place lies."""
    user = acting(request)
    place = queries.place(id, user=user)
    start = {
        "area": place.grid_id or place.region,
        "lng": place.lng,
        "lat": place.lat,
        "crs": Crs.WGS84.value,
        "geometry": queries.written(place.geometry),
    }
    form = PositionForm(request.POST or None, user=user, initial=start)
    if request.method == "POST" and form.is_valid():
        entry = try_form(
            request,
            form,
            lambda: actions.move_place(
                place=id, **form.position(), by=user, at=now(), id=action_id(request)
            ),
            gettext("The place is moved."),
            {"region": "area", "grid": "area"},
        )
        if entry is not None:
            return redirect("places:place", id)
    context = {
        "form": form,
        "place": place,
        "why": user.why_not(KEEP_PLACES, place.region),
        "source": f"{reverse('places:map')}?grids=1",
    }
    return _form(request, "places/move.html", form, context)


@require_POST
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close a place from today on."""
    user, at = acting(request), now()
    attempt(
        request,
        lambda: actions.close_place(
            place=id,
            on=day_of(at),
            reason=request.POST.get("reason", ""),
            by=user,
            at=at,
            id=action_id(request),
        ),
        gettext("The place is closed."),
    )
    return redirect("places:place", id)
