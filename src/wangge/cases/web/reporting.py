"""A patroller reports a problem in under twenty seconds: photo, position, words, send."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from wangge.cases import actions, queries
from wangge.cases.queries.page import case_page
from wangge.cases.queries.suggesting import suggest as guessed
from wangge.cases.rules import Source
from wangge.cases.web.forms import Options
from wangge.cases.web.photos import MOST_PHOTOS, keep, kept_before, proofs, uuid_or_none
from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import Invalid, Mendable, refuse
from wangge.kernel.geo import Crs, point
from wangge.kernel.ids import derived_id
from wangge.kernel.pages import action_id, translate
from wangge.kernel.words import say
from wangge.people.asking import acting
from wangge.people.rules import Acting, Right
from wangge.places.queries import locate_one, names
from wangge.trail.rules import Stage as Moment

SUGGESTIONS = 3
WITHIN_M = 50
"""How near something has to lie to be asked about first."""
NEAR = 3
CHIPS = (
    _("Exposed rubbish"),
    _("Things piled up"),
    _("Street stall in the way"),
    _("Illegal advertisement"),
    _("Bicycles parked anyhow"),
    _("Damaged road"),
    _("Manhole cover missing or broken"),
    _("Green space damaged"),
)
"""What patrollers write most; one tap writes it."""


@dataclass
class Finding:
    """What was entered, to show it again after a mistake. Positions are WGS-84."""

    text: str = ""
    category: str = ""
    lng: str = ""
    lat: str = ""
    accuracy: str = ""
    region: str = ""
    address: str = ""
    place: str = ""
    settled: bool = False
    done: str = ""
    before: list[UUID] = field(default_factory=list)
    after: list[UUID] = field(default_factory=list)

    @classmethod
    def of(cls, data: QueryDict) -> "Finding":
        """As the form was sent."""
        return cls(
            **{
                name: data.get(name, "").strip()
                for name in (
                    "text", "category", "lng", "lat", "accuracy", "region", "address", "place",
                    "done",
                )
            },
            settled=bool(data.get("settled")),
            before=kept_before(data, "before"),
            after=kept_before(data, "after"),
        )  # fmt: skip

    @property
    def position(self) -> tuple[float, float] | None:
        """Longitude and latitude. Raises :class:`Invalid` for half of one, or no numbers."""
        if not (self.lng or self.lat):
            return None
        try:
            return float(self.lng), float(self.lat)
        except ValueError:
            raise Invalid(say("This position can't be read. Take it again."), "where") from None


def report(request: HttpRequest) -> HttpResponse:
    """The one screen of a report; what was wrong is said on it, and nothing has to be redone."""
    user = acting(request)
    refuse(user.why_not(Right.REPORT_CASE, user.region))
    found = Finding.of(request.POST)
    if request.method == "POST" and (answer := _sent(request, user, found)):
        return answer
    options = Options(user, day_of(now()))
    context = {
        "found": found,
        "form_id": request.POST.get("id", ""),
        "groups": options.categories,
        "grids": options.grids,
        "chips": CHIPS,
        "most": MOST_PHOTOS,
        "within": WITHIN_M,
        "may_settle": user.why_not(Right.HANDLE_CASE, user.region) is None,
        "saying": _saying(),
    }
    return render(request, "cases/report.html", context)


def _sent(request: HttpRequest, user: Acting, found: Finding) -> HttpResponse | None:
    try:
        id = action_id(request)
        same = uuid_or_none(request.POST.get("same", ""))
        if same:
            return _added(request, user, found, same, id)
        region = _region(user, found)
        found.before += [one for one in keep(request, "before", region, user, id)
                         if one not in found.before]  # fmt: skip
        found.after += [one for one in keep(request, "after", region, user, id)
                        if one not in found.after]  # fmt: skip
        case = _report(user, found, id)
    except Mendable as error:
        messages.error(request, translate(error.reason))
        return None
    return redirect("cases:reported", case)


def _region(user: Acting, found: Finding) -> str:
    """Where the photos belong: the grid of the position, the chosen one, or one's own area."""
    position = found.position
    inside = locate_one(*position) if position else ""
    return inside or found.region or user.region


def _report(user: Acting, found: Finding, id: UUID) -> UUID:
    case = derived_id(id, "case")
    lng, lat = found.position or (None, None)
    actions.report_case(
        case=case,
        source=Source.PATROL,
        text=found.text,
        category=uuid_or_none(found.category),
        region=found.region,
        lng=lng,
        lat=lat,
        crs=Crs.WGS84,
        address=found.address,
        place=uuid_or_none(found.place),
        evidence=found.before,
        by=user,
        at=now(),
        id=id,
    )
    if found.settled:
        actions.self_handle_case(
            case=case,
            report=found.done or gettext("Settled on the spot."),
            proofs=proofs(found.after, Moment.AFTER),
            by=user,
            at=now(),
            id=derived_id(id, "settled"),
        )
    return case


def _added(
    request: HttpRequest, user: Acting, found: Finding, case: UUID, id: UUID
) -> HttpResponse:
    """It is one that is known already: words and photos are added to that case."""
    known = queries.one_case(case, user=user)
    photos = [*found.before, *keep(request, "before", known.region, user, id)]
    found.before = list(dict.fromkeys(photos))
    for evidence in found.before:
        actions.prove_case(
            case=case, evidence=evidence, stage=Moment.OTHER, by=user, at=now(),
            id=derived_id(id, "prove", evidence),
        )  # fmt: skip
    actions.comment_case(
        case=case,
        remark=derived_id(id, "remark"),
        text=found.text or gettext("Seen again on patrol."),
        by=user,
        at=now(),
        id=id,
    )
    messages.success(
        request,
        gettext("Added to %(number)s; no second case was made.") % {"number": known.number},
    )
    return redirect("cases:case", case)


@require_safe
def reported(request: HttpRequest, case: UUID) -> HttpResponse:
    """The number, what comes next, and the way to the next report."""
    view = case_page(case, user=acting(request), at=now())
    return render(request, "cases/report_done.html", {"view": view, "case": view.case})


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Categories guessed from words: ``{"suggestions": [{id, name, percent}]}``; never applied."""
    acting(request)
    text = request.GET.get("text", "").strip()
    found = guessed(text, limit=SUGGESTIONS) if text else []
    rows = [
        {"id": str(one.category), "name": one.name, "percent": round(100 * one.confidence)}
        for one in found
    ]
    return _json({"suggestions": rows})


@require_safe
def nearby(request: HttpRequest) -> HttpResponse:
    """What lies near and looks alike, in somebody's area: ``{"near": [{id, number, …}]}``."""
    user = acting(request)
    try:
        lng, lat = point(_degrees(request, "lng"), _degrees(request, "lat"), Crs.WGS84)
    except (ValueError, Invalid):
        return _json({"grid": "", "near": []})
    found = queries.near(
        lng=lng,
        lat=lat,
        category=uuid_or_none(request.GET.get("category", "")),
        text=request.GET.get("text", ""),
        at=now(),
        limit=NEAR,
        user=user,
    )
    close = [one for one in found if one.metres <= WITHIN_M and one.case.closed_at is None]
    return _json({"grid": _grid(lng, lat), "near": [_near(one) for one in close]})


def _degrees(request: HttpRequest, name: str) -> float:
    return float(request.GET.get(name, ""))


def _grid(lng: float, lat: float) -> str:
    """The name of the grid of a position, to show that it was understood."""
    code = locate_one(lng, lat)
    return names([code]).get(code, "") if code else ""


def _near(one: queries.Near) -> dict[str, Any]:
    case = one.case
    metres = round(one.metres)
    return {
        "id": str(case.pk),
        "number": case.number,
        "name": case.category.name if case.category else gettext("Not filed yet"),
        "text": case.text[:60],
        "where": ngettext("%(count)s m away", "%(count)s m away", metres) % {"count": metres},
        "url": reverse("cases:case", args=[case.pk]),
    }


def _saying() -> dict[str, str]:
    """What the script of the page says."""
    return {
        "locating": gettext("Taking your position…"),
        "located": gettext("Position taken, ±{metres} m"),
        "inGrid": gettext("{grid}, ±{metres} m"),
        "outside": gettext("This position lies outside your grids. Choose it on the map."),
        "denied": gettext("No position from this phone. Tap the map or choose the grid."),
        "suggested": gettext("Perhaps: {name} ({percent}%)"),
        "same": gettext("It is this one"),
        "tapped": gettext("Position chosen on the map"),
    }


def _json(content: dict[str, Any]) -> HttpResponse:
    answer = HttpResponse(orjson.dumps(content), content_type="application/json")
    answer["Cache-Control"] = "private, no-store"
    return answer
