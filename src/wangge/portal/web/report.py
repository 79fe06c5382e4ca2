"""Reporting a problem: the form, what is shown while it is filled in, sending it, the answer."""

import hashlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from secrets import token_urlsafe
from typing import Protocol
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import set_language

from wangge.cases import actions
from wangge.cases.queries.suggesting import suggest
from wangge.cases.rules import Source
from wangge.kernel.clock import now
from wangge.kernel.errors import Conflict, Invalid, Mendable, NotFound
from wangge.kernel.geo import point
from wangge.kernel.ids import derived_id, new_id
from wangge.kernel.pages import action_id, translate
from wangge.kernel.words import say
from wangge.people.rules import PUBLIC, Right
from wangge.places.queries import locate_one
from wangge.portal import queries
from wangge.portal.actions import count_visit
from wangge.portal.rules import MOST_PHOTOS, MOST_TEXT, Gate, secret_of
from wangge.portal.web.door import TooOften, address_of, hold, public, with_secret
from wangge.portal.web.forms import ReportForm, join_token, joined
from wangge.portal.web.nearby import name_of
from wangge.trail.actions import keep_evidence

BESIDE = {
    "lng": "where", "lat": "where", "where": "where", "region": "where", "place": "where",
    "upload": "photos", "evidence": "photos", "text": "text", "category": "category",
    "address": "address", "name": "name", "phone": "phone", "email": "email",
}  # fmt: skip
"""Which field of the page an action's complaint stands beside."""
KEY_BYTES = 16
"""Random bytes of a form's key."""
Send = Callable[[ReportForm, str, datetime, UUID], object]


class Category(Protocol):
    """What the form shows of a category."""

    pk: UUID
    name: str
    public_name: str
    name_en: str
    class_name: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A category as residents choose it."""

    id: UUID
    name: str


@public
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form, and a report that was sent with it."""
    if request.method != "POST":
        return _page(request, ReportForm())
    form = ReportForm(request.POST, request.FILES)
    return _sent(request, form, _report) or _page(request, form, 422)


@public
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    """“This is it”: the sender becomes another reporter of a case that was shown to them."""
    case = joined(request.POST.get("join", ""))
    form = ReportForm(request.POST, request.FILES, joins=True)
    if case is None:
        form.is_valid()
        form.refuse("form", gettext("That choice is too old. Choose again, or send your report."))
        return _page(request, form, 422)

    def act(form: ReportForm, secret: str, at: datetime, id: UUID) -> object:
        return actions.join_case(
            case=case,
            reporter=form.reporter(secret, _language()),
            text=form.cleaned_data["text"],
            evidence=form.kept,
            by=PUBLIC,
            at=at,
            id=id,
        )

    return _sent(request, form, act) or _page(request, form, 422)


def _report(form: ReportForm, secret: str, at: datetime, id: UUID) -> object:
    data, spot = form.cleaned_data, form.position
    return actions.report_case(
        case=new_id(),
        source=Source.PUBLIC,
        text=data["text"],
        category=data["category"],
        region="" if spot else data["region"] or queries.office().code,
        lng=spot[0] if spot else None,
        lat=spot[1] if spot else None,
        crs=form.system,
        address=data["address"],
        evidence=form.kept,
        reporter=form.reporter(secret, _language()),
        by=PUBLIC,
        at=at,
        id=id,
    )


def _sent(request: HttpRequest, form: ReportForm, send: Send) -> HttpResponse | None:
    """Send once, and go to the page with the link; None if something has to be mended first.

    The same form sent again leads to the same link, also once the address sent too much.
    """
    at, id = now(), action_id(request)
    secret = _secret(request, id)
    if not form.is_valid():
        return None
    again = count_visit(gate=Gate.REPORT, address=address_of(request), at=at)
    if again is not None and not _is_sent(secret):
        raise TooOften(again)
    try:
        _keep(form, id, at)
        send(form, secret, at, id)
    except Mendable as error:
        if not (isinstance(error, Conflict) and _is_sent(secret)):
            beside = BESIDE.get(error.field, "form") if isinstance(error, Invalid) else "form"
            form.refuse(beside, translate(error.reason))
            return None
    return redirect("portal:sent", secret)


def _secret(request: HttpRequest, id: UUID) -> str:
    """The link of this form. It takes the form's key too: the id alone stands in the journal."""
    key = request.POST.get("key", "")
    if len(key) < KEY_BYTES:
        raise Invalid(say("This form is incomplete. Open the page again and repeat."))
    return secret_of(f"{id}\0{key}", settings.SECRET_KEY)


def _is_sent(secret: str) -> bool:
    try:
        queries.number_of(secret)
    except NotFound:
        return False
    return True


def _keep(form: ReportForm, id: UUID, at: datetime) -> None:
    """Keep the new photos. Their ids follow from form and content, so once is enough."""
    if not form.photos:
        return
    region = form.cleaned_data["region"] or queries.office().code
    if form.position is not None:
        region = locate_one(*point(*form.position, form.system)) or region
    for name, upload in form.uploads():
        content = hashlib.file_digest(upload, "sha256").hexdigest()  # type: ignore[arg-type]
        upload.seek(0)
        evidence = derived_id("portal.photo", id, content)
        keep_evidence(
            evidence=evidence,
            upload=upload,
            name=name,
            region=region,
            right=Right.REPORT_CASE.value,
            by=PUBLIC,
            at=at,
            id=derived_id(evidence, "keep"),
        )
        if evidence not in form.kept:
            form.kept.append(evidence)


def _page(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    usual, offered = queries.kinds(now())
    chosen = form.data.get("category", "")
    context = {
        "form": form,
        "form_id": request.POST.get("id") or new_id(),
        "form_key": request.POST.get("key") or token_urlsafe(KEY_BYTES),
        "usual": [_kind(row) for row in usual],
        "groups": _grouped(offered, but={row.pk for row in usual}),
        "chosen": chosen,
        "is_rare": bool(chosen) and all(str(row.pk) != chosen for row in usual),
        "most_photos": MOST_PHOTOS,
        "most_text": MOST_TEXT,
        "contact": [form[name] for name in ("name", "phone", "email")],
        "office": queries.office(),
        "way": "report",
    }
    return render(request, "portal/report.html", context, status=status)


def _kind(row: Category) -> Kind:
    english = _language() == "en"
    return Kind(row.pk, (english and row.name_en) or row.public_name or row.name)


def _grouped(rows: Sequence[Category], but: Set[UUID]) -> list[tuple[str, list[Kind]]]:
    """Kinds under the names of their classes, without those that stand above already."""
    left = [row for row in rows if row.pk not in but]
    return [
        (name, [_kind(row) for row in group])
        for name, group in groupby(left, key=attrgetter("class_name"))
    ]


def _language() -> str:
    return get_language() or ""


@public
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """While the form is filled in: which kind the words speak of, and what is there already."""
    at = now()
    hold(count_visit(gate=Gate.ASK, address=address_of(request), at=at))
    form = ReportForm(request.POST)
    form.is_valid()
    text = str(form.cleaned_data.get("text") or "")
    context = {"kinds": _suggested(text, at), "alike": _alike(form, text, at)}
    return render(request, "portal/parts/hints.html", context)


def _suggested(text: str, at: datetime) -> list[Kind]:
    """Kinds that the words speak of; shown to be chosen, never chosen for anybody."""
    if len(text.strip()) < 2:
        return []
    offered = {row.pk: row for row in queries.kinds(at)[1]}
    found = [offered.get(one.category) for one in suggest(text)]
    return [_kind(row) for row in found if row is not None]


def _alike(form: ReportForm, text: str, at: datetime) -> list[tuple[queries.Alike, str, str]]:
    """Look-alikes, with what the button “me too” carries and the name of their kind."""
    if form.position is None or "where" in form.errors:
        return []
    lng, lat = point(*form.position, form.system)
    category = form.cleaned_data.get("category")
    found = queries.alike(lng=lng, lat=lat, category=category, text=text, at=at)
    return [(one, join_token(one.case), name_of(one.spot)) for one in found]


@with_secret
@require_safe
def sent(request: HttpRequest, secret: str) -> HttpResponse:
    """The answer: the number, and the link to keep."""
    link = request.build_absolute_uri(reverse("portal:status", args=[secret]))
    context = {
        "number": queries.number_of(secret),
        "link": link,
        "secret": secret,
        "picture": segno.make(link, error="m").svg_data_uri(scale=4, border=2),
        "office": queries.office(),
    }
    return render(request, "portal/sent.html", context)


@public
@require_POST
@csrf_exempt
def language(request: HttpRequest) -> HttpResponse:
    """Change the language for this browser. No token: on secret pages there is none to show."""
    return set_language(request)
