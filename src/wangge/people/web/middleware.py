"""Which post the signed-in person acts in, and the end of a session nobody uses."""

from collections.abc import Callable
from datetime import datetime
from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from wangge.kernel.clock import day_of, now
from wangge.kernel.errors import NotFound
from wangge.kernel.ids import new_id
from wangge.people.actions import sign_out
from wangge.people.asking import ActingRequest
from wangge.people.queries import acting_as
from wangge.people.rules import Acting, Person

TOUCH_SECONDS = 30
"""Activity is written down no oftener than this: not every request has to write its session."""


class Session:
    """Sets ``request.acting``: the post chosen in this session, the first held, or None.

    A session without activity for ``settings.IDLE_MINUTES`` ends here, whatever the page's
    scripts do. A request that says ``X-Passive: 1`` (a board that refreshes itself) is no
    activity. Whoever has to change their password gets no other page before.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        at = now()
        if request.user.is_authenticated and _is_idle(request, at):
            _end(request, at)
        cast(ActingRequest, request).acting = _acting(request, at)
        answer = self._bound_to_change(request) or self.answer(request)
        return _whole_page(request, answer)

    def _bound_to_change(self, request: HttpRequest) -> HttpResponse | None:
        if not request.user.is_authenticated or not request.user.must_change_password:
            return None
        free = ("session:password", "session:sign_out", "session:left", "desk:language")
        if request.path in [reverse(name) for name in free]:
            return None
        return redirect("session:password")


def seconds_left(request: HttpRequest, at: datetime) -> int:
    """How long this session lasts without activity, in seconds; at most 0 when it is over.

    However busy, it ends ``SESSION_COOKIE_AGE`` after signing in.
    """
    time = at.timestamp()
    idle = settings.IDLE_MINUTES * 60 - (time - request.session.get("seen", time))
    whole = settings.SESSION_COOKIE_AGE - (time - request.session.get("since", time))
    return int(min(idle, whole))


def _is_idle(request: HttpRequest, at: datetime) -> bool:
    """Whether the session is over; if not, this request counts as activity."""
    if seconds_left(request, at) <= 0:
        return True
    passive = request.headers.get("X-Passive") == "1" or (
        request.method == "GET" and request.path == reverse("session:left")
    )
    seen = request.session.get("seen")
    if seen is None or (not passive and at.timestamp() - seen >= TOUCH_SECONDS):
        request.session["seen"] = int(at.timestamp())
    return False


def _end(request: HttpRequest, at: datetime) -> None:
    if request.user.is_authenticated:
        by = Person(request.user.pk, request.user.name)
        sign_out(idle=True, by=by, at=at, id=new_id())
    logout(request)
    request.session["idle"] = True


def _acting(request: HttpRequest, at: datetime) -> Acting | None:
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get("post")
    for post in [UUID(chosen), None] if chosen else [None]:
        try:
            return acting_as(request.user, day_of(at), post)
        except NotFound:  # relieved since it was chosen
            continue
    return None


def _whole_page(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """A part of a page that was asked for after the session's end: sign in on a whole page."""
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(settings.LOGIN_URL)
    if to_sign_in and request.headers.get("HX-Request") == "true":
        here = request.headers.get("HX-Current-URL", "")
        path = "/" + here.split("/", 3)[3] if here.count("/") >= 3 else "/"
        fresh = HttpResponse(status=204)
        fresh["HX-Redirect"] = f"{settings.LOGIN_URL}?{urlencode({'next': path})}"
        return fresh
    return answer
