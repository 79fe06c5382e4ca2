"""The page of a private link, what its holder says there, and the photos it shows."""

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_POST, require_safe

from wangge.cases import actions
from wangge.cases.rules import Resolution, Satisfaction
from wangge.kernel.clock import now
from wangge.kernel.errors import Mendable, NotFound
from wangge.kernel.pages import action_id, translate
from wangge.people.rules import PUBLIC
from wangge.portal import queries
from wangge.portal.web.door import with_secret


@with_secret
@require_safe
def status(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the case stands, in plain words."""
    said = {"rated": gettext("Thank you. Your answer is kept."),
            "reopened": gettext("It is taken up again. Thank you for saying so.")}  # fmt: skip
    return _page(request, secret, done=said.get(request.GET.get("done", ""), ""))


def _page(request: HttpRequest, secret: str, done: str = "", wrong: str = "") -> HttpResponse:
    told = queries.told(secret)
    context = {
        "told": told,
        "kind": told.kind_en if get_language() == "en" and told.kind_en else told.kind,
        "secret": secret,
        "done": done,
        "wrong": wrong,
        "reason": request.POST.get("reason", ""),
        "resolutions": Resolution.labels(),
        "contents": Satisfaction.labels(),
        "office": queries.office(),
    }
    return render(request, "portal/status.html", context, status=422 if wrong else 200)


@with_secret
@require_POST
def rate(request: HttpRequest, secret: str) -> HttpResponse:
    """Is it solved, and how content is the reporter."""
    return _say(
        request,
        secret,
        lambda: actions.rate_by_reporter(
            secret=secret,
            resolution=request.POST.get("resolution", ""),
            satisfaction=request.POST.get("satisfaction", ""),
            by=PUBLIC,
            at=now(),
            id=action_id(request),
        ),
        "rated",
    )


@with_secret
@require_POST
def reopen(request: HttpRequest, secret: str) -> HttpResponse:
    """It isn't solved: take it up again, once."""
    return _say(
        request,
        secret,
        lambda: actions.reopen_by_reporter(
            secret=secret,
            reason=request.POST.get("reason", ""),
            by=PUBLIC,
            at=now(),
            id=action_id(request),
        ),
        "reopened",
    )


def _say(request: HttpRequest, secret: str, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except NotFound:
        raise
    except Mendable as error:
        return _page(request, secret, wrong=translate(error.reason))
    page = redirect("portal:status", secret)
    page["Location"] += f"?done={done}"
    return page


@with_secret
@require_safe
def photo(
    request: HttpRequest, secret: str, evidence: UUID, small: bool = False
) -> HttpResponseBase:
    """A photo that the page shows, for whoever holds its link."""
    stored = queries.photo(secret, evidence, small)
    answer = FileResponse(
        stored.path.open("rb"), filename=stored.name, content_type=stored.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
